// Back from an identity provider: goes on by itself where scripts run; the button is for the others.
document.querySelector("[data-go-on] form")?.requestSubmit();

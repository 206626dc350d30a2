"""Who gets where: every route, every role, one's own objects, another's and hidden ones."""

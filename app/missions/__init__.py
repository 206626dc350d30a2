"""Mission groups, their units, the stages, and what is open when."""

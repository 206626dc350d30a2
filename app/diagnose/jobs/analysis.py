"""Background work on analysis."""

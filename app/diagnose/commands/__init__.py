"""Verbs of Diagnose, a file a theme. They flush; whoever began the work commits."""

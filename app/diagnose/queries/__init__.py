"""Named reads of Diagnose, a file a theme."""

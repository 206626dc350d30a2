"""What the pages of Diagnose ask for, a file a theme."""

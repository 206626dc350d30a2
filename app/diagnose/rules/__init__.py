"""Who may do what with what Diagnose holds, a file a theme."""

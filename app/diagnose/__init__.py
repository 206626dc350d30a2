"""Stage 1, Diagnose: submissions and imports, analysis runs and their topics, policy issues."""

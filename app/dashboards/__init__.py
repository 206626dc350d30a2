"""Read-only figures for people who decide, and for the public."""

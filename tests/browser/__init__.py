"""Chromium against a running platform with sample data."""

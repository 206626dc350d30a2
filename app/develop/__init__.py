"""Stage 3, Develop: challenges opened from selected issues, ideas, votes, comments, moderation."""

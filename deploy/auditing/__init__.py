"""What `./shifan` offers an auditor: history, replay, and what can be checked without us."""

"""What the profile `observability` is given, and what runs it for real once."""

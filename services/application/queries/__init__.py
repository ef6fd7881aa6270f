"""What can be asked back about seasons and applications: SQL in sight, one function for each question."""

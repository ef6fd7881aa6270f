"""Reminders of deadlines: 30, 7 and 1 days before, as the days begin."""

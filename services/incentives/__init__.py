"""Incentives owns the contests for the stars of consumer service, their scores and their awards."""

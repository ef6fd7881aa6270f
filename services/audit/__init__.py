"""Audit: keeps every record of every owner, in its owner's order, and answers what happened to a station and why."""

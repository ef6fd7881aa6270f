"""Starts, watches and asks the whole of Shifan from one command; the services know nothing of it."""

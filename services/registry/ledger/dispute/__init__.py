"""投诉: one dispute from its receipt to the call-back. A stream of its own, so a busy station stays quick to read."""

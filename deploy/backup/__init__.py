"""Backups of all databases at one moment, their putting back, and what a store that was put back lacks."""

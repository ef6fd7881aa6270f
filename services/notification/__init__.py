"""Notification: tells everybody where things stand, in their language and by their channel, and what was told."""

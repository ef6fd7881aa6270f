"""Seasons and applications: a host asks that its station be taken up; its county verifies it and recommends it."""

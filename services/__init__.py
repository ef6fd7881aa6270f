"""The services: each owns its database and its events, and meets the others only on the bus."""

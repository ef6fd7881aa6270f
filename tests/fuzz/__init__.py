"""Every API under random requests, in a world that has lived. A recipe of its own: `just fuzz`."""

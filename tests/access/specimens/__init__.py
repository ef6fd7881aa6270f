"""Valid bodies and ids of real objects for every route, so that only the caller decides who is let in."""

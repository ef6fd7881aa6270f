"""The season of the notice lived through over the services' HTTP APIs: the main job, on real input."""

"""Asks Go's own implementation of transparency logs what it thinks of ours. It is a recipe, and a test of the suite."""

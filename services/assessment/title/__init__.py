"""The title of one station: given, shown by a plaque, and perhaps taken away."""

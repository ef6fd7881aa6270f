"""公示: one notice of a city over the candidates of a season."""

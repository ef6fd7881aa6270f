"""Assessment: the standard, the city's scoring, its list, the province's spot check, the title and its end."""

"""The panel (测评组): the city's assessors for a season."""

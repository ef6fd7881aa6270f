"""Publication: the city's notice before the decision, the opinions on it, and the province's publication after it."""

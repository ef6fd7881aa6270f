"""台账: what consumers bring to a station's desk, and what became of it. Disputes, consultations, months in figures."""

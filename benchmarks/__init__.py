"""Benchmarks: each says what it measures, prints a table or one JSON object, and is bounded in time."""

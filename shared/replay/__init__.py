"""Read models made again from the records alone, beside the live ones, and compared with them row by row."""

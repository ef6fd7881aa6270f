"""Documents that are made from the code: the catalogue of events, and a golden sample of each event."""

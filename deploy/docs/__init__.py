"""Documents that are made from the code: the catalogue and the samples of events, and what others build upon."""

"""The keeping of the tile logs: every record into its owner's log, and the log signed, so that nobody changes it."""

"""The three words of every specification: given, when, then."""

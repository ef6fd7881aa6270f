"""Which event is told to whom. Pure: what must be looked up is named, and looked up where the messages are made."""

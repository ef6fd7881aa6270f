"""The lists of the programme as of a day: the register, the inboxes, the titles and the contests."""

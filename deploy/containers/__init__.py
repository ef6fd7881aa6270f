"""What is needed where each part runs in a container of its own: secrets handed out, and a word on one's health."""

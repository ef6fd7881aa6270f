"""Access: who calls, by a signed token, and what is theirs to do. Everything is denied that no rule allows."""

"""Personal texts under a key for each person: sealed before they are written down, and gone with their key."""

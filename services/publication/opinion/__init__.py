"""意见: what somebody thinks of a candidate on notice. Its words lie in the vault, not here."""

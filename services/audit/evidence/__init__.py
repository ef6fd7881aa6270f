"""What is handed to whoever checks without us: the bundle of evidence, and a verifier of one file."""

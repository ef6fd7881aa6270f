"""Transparency logs after C2SP: hash trees in tiles, signed checkpoints, and proofs that need nobody's word."""

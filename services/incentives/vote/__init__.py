"""投票: one vote of the public, in a stream of its own, so that thousands may vote at once."""

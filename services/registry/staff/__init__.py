"""工作人员: somebody who is proposed for a station, serves there and leaves, and what the public may see of them."""

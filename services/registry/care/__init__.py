"""指导和管理: what a county does for a station through the year."""

"""The draw (双随机抽查): committed to before the list is known, and computed again by anybody after it."""

"""同类意见: opinions that say nearly the same about the same candidate or title, read once and screened together."""

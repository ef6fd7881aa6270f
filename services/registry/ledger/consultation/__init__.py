"""咨询: a question that was answered."""

"""What is worth an auditor's second look: seen in the records, listed with its evidence, and never a verdict."""

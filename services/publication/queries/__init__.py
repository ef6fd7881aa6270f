"""What can be asked of publication's tables."""

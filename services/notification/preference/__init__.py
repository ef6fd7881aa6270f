"""What a recipient wishes of each channel."""

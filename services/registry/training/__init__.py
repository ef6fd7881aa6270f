"""培训: the province trains the competing stations of an area."""

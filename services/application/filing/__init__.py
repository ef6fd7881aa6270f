"""申请: one station's application in one season, from its filing to the county's recommendation."""

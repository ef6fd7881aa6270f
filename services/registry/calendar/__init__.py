"""工作日历: the working days of each year, and the days as they begin."""

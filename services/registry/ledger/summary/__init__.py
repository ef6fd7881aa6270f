"""定期汇总: a station's month in figures."""

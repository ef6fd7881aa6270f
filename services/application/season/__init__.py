"""年度: a season's chapter for one city, from its draft to the day when its candidates are frozen."""

"""12315消费维权服务站: a station, its staff, and what the county does for it."""

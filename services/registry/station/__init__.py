"""12315消费维权服务站: a station and its staff."""

"""The bus: events of one service on their way to the others, over Kafka."""

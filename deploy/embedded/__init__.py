"""PostgreSQL and Kafka from packages alone: on loopback, on free ports, with their data in a folder you name."""

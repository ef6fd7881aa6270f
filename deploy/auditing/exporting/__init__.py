"""`./shifan export`: the records themselves in files that other tools read, NDJSON and Parquet."""

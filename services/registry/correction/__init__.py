"""更正: what was wrong in a station's records, beside the record itself."""

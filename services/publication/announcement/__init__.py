"""公布: what the province makes known after its decision."""

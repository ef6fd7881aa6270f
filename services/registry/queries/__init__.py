"""What can be asked of the registry: read from the directory and the tables that `projections` keeps."""

"""What can be asked of incentives. Reads the tables that the projections keep."""

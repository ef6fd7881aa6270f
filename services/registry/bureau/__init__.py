"""机关: a bureau and the campaigns that it publicises, and the officers that serve in it."""

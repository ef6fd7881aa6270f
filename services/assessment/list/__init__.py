"""The list (上报名单): what a city reports to the province, in order, once a season."""

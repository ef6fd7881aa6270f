"""Ten years on one stack: scenarios of the domain, each in a module, taken in the order of their days."""

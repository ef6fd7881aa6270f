"""The compatibility gate: what was promised with the last release and would be broken by the next one."""

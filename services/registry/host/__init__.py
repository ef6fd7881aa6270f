"""建站企业: a host enterprise under its registration number."""

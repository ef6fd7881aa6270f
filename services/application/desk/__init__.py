"""分派: on whose desk a case lies, in each bureau that has it."""

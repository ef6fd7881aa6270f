"""名额: the places that a season gives its counties, on which two counties at once meet."""

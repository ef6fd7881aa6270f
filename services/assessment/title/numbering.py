"""The numbers of certificates: 苏示站<year>-<four digits>, counted within the season's year."""

_FORM = "苏示站{year}-{number:04d}"


def certificate_number(year: int, number: int) -> str:
    return _FORM.format(year=year, number=number)


def year_and_number(certificate: str) -> tuple[int, int]:
    """What a certificate's number is made of."""
    year, number = certificate.removeprefix("苏示站").split("-")
    return int(year), int(number)

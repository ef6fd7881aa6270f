"""Numbers of hosts, each told apart from a slip of the pen by its check digit. None of them tells where a host is now.

A 注册号 is checked by ISO 7064 MOD 11,10 (GS15—2006), a credit code by GB 32100—2015, an organisation code by GB 11714.
"""

import re
from datetime import date
from typing import assert_never

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from shared.errors import Unacceptable
from shared.events.registry import IdentifierType

CREDIT_CODES_SINCE = date(2015, 10, 1)
"""The day on which GB 32100—2015 came into force: no earlier record holds a credit code."""

_FIFTEEN_DIGITS = re.compile(r"[0-9]{15}")
_NINE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_EIGHTEEN = re.compile(r"[0-9A-Z]{18}")
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MODULUS = 11


class RegistrationNumberMalformed(Unacceptable):
    """A registration number (注册号) has fifteen digits, of which the last checks the others."""

    title_zh = "注册号应为 15 位数字，且校验位正确。"


class OrganisationCodeMalformed(Unacceptable):
    """An organisation code (组织机构代码) has nine characters, of which the last checks the others."""

    title_zh = "组织机构代码应为 9 位，且校验位正确。"


class CreditCodeMalformed(Unacceptable):
    """A unified social credit code (统一社会信用代码) has eighteen characters, of which the last checks the others."""

    title_zh = "统一社会信用代码应为 18 位，且校验位正确。"


class CreditCodesBeganLater(Unacceptable):
    """Nobody has a unified social credit code before 1 October 2015."""

    title_zh = "统一社会信用代码自 2015 年 10 月 1 日起施行，此前不存在。"


def tidy(number: str) -> str:
    """The number as it is kept: capitals, without the hyphen that an organisation code is printed with."""
    return number.replace("-", "").upper()


def require_well_formed(kind: IdentifierType, number: str, day: date) -> None:
    """The number is one of its kind, and there were such numbers on that day."""
    match kind:
        case IdentifierType.REGISTRATION_NUMBER:
            if not (_FIFTEEN_DIGITS.fullmatch(number) and mod_11_10.is_valid(number)):
                raise RegistrationNumberMalformed(f"{number!r} is none: compare it with the licence")
        case IdentifierType.ORGANISATION_CODE:
            if not (_NINE.fullmatch(number) and number[-1] == _organisation_check(number[:-1])):
                raise OrganisationCodeMalformed(f"{number!r} is none: compare it with the certificate")
        case IdentifierType.CREDIT_CODE:
            if day < CREDIT_CODES_SINCE:
                raise CreditCodesBeganLater(f"{day} is before {CREDIT_CODES_SINCE}: give the registration number")
            if not (_EIGHTEEN.fullmatch(number) and uscc.is_valid(number)):
                raise CreditCodeMalformed(f"{number!r} is none: compare it with the licence")
        case _:
            assert_never(kind)


def _organisation_check(body: str) -> str:
    """GB 11714: letters count on from 10; a remainder that leaves ten is written X."""
    total = sum(weight * int(letter, 36) for weight, letter in zip(_WEIGHTS, body, strict=True))
    return "0123456789X0"[_MODULUS - total % _MODULUS]

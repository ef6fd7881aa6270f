"""Messages by e-mail: composed with an id that stays the same, and handed to the installation's own SMTP server."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from services.notification.sending.webhooks import Attempt
from shared.clock import now

_SECONDS = 15.0
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody is told, in their language (`zh` or `en`); `html` says the same as `text`, or is empty."""

    to: str
    language: str
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """The server that takes the letters, from an address as `smtp://user:password@host:25` or `smtps://host:465`."""

    host: str
    port: int
    user: str
    password: str
    tls: bool

    @classmethod
    def of(cls, url: str) -> "Post":
        """Read it from a setting.

        Raises:
            ValueError: it is no such address.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("an SMTP server is named as smtp://host:25 or smtps://host:465")
        tls = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, parts.port or (465 if tls else 25), user, password, tls)


def composed(letter: Letter, delivery: UUID, sender: str) -> EmailMessage:
    """The letter as it is sent. Its Message-ID is that of the delivery, so a second copy is known to be one.

    Raises:
        ValueError: the address would break out of its header.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{delivery}@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(now())
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


async def send(post: Post, sender: str, letter: Letter, delivery: UUID) -> Attempt:
    """One attempt; never raises for what is the server's or the address's fault."""
    try:
        message = composed(letter, delivery, sender)
        await aiosmtplib.send(
            message,
            hostname=post.host,
            port=post.port,
            username=post.user or None,
            password=post.password or None,
            use_tls=post.tls,
            timeout=_SECONDS,
        )
    except ValueError:
        return Attempt(error="address not usable", final=True)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _refused(max((one.code for one in error.recipients), default=0))
    except aiosmtplib.SMTPResponseException as error:
        return _refused(error.code)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Attempt(error=type(error).__name__)
    return Attempt(250)


def _refused(code: int) -> Attempt:
    """What the server says in words may hold the address, so the code alone is kept; from 500 on it means it."""
    return Attempt(code, f"answered {code}", final=code >= _PERMANENT)

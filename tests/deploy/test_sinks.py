"""Where the demonstration's messages arrive: what was said yes to is kept, and kept once."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from deploy.demo.sinks import HOST, Sinks, sinks_in
from deploy.embedded.files import ServerTrouble


@pytest.fixture
async def sinks(tmp_path: Path) -> AsyncIterator[Sinks]:
    made = sinks_in(tmp_path / "received")
    try:
        await made.start()
        yield made
    finally:
        made.stop()


def mail(message_id: str, *recipients: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "shifan@example.org", ", ".join(recipients), "公示开始"
    if message_id:
        made["Message-ID"] = message_id
    made.set_content("公示期五个工作日。")
    return made


async def send(sinks: Sinks, message: EmailMessage) -> None:
    await aiosmtplib.send(message, hostname=HOST, port=sinks.mailbox.port, start_tls=False)


async def test_a_mail_is_kept_once_for_each_recipient_however_often_it_comes(sinks: Sinks) -> None:
    for _ in range(2):
        await send(sinks, mail("<one@example.org>", "a@example.org", "b@example.org"))
    await send(sinks, mail("<two@example.org>", "a@example.org"))
    assert sinks.mailbox.received() == {"one", "two"}
    assert sinks.mailbox.attempts() == 5


async def test_a_mail_without_an_id_is_refused(sinks: Sinks) -> None:
    with pytest.raises(aiosmtplib.SMTPDataError):
        await send(sinks, mail("", "a@example.org"))
    assert sinks.mailbox.attempts() == 0


async def test_what_was_kept_outlives_a_kill_and_the_port_stays(sinks: Sinks) -> None:
    await send(sinks, mail("<one@example.org>", "a@example.org"))
    ports = (sinks.mailbox.port, sinks.receiver.port)
    sinks.know(["whsec_b25l", "whsec_dHdv"])
    sinks.stop()
    await sinks.start()
    assert sinks.secrets.read_text(encoding="utf-8").split() == ["whsec_b25l", "whsec_dHdv"]
    assert (sinks.mailbox.port, sinks.receiver.port) == ports
    await send(sinks, mail("<two@example.org>", "a@example.org"))
    assert sinks.mailbox.received() == {"one", "two"}


async def test_a_sink_that_cannot_listen_says_so(sinks: Sinks, tmp_path: Path) -> None:
    other = sinks_in(tmp_path / "other")
    other.mailbox.port = sinks.mailbox.port
    with pytest.raises(ServerTrouble, match="ended while it started"):
        await other.mailbox.start()

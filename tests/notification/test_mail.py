"""Letters, as a real SMTP server gets them."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from deploy.embedded.ports import free_ports
from services.notification.sending.mail import Letter, Post, composed, send
from services.notification.sending.webhooks import Attempt

DELIVERY = UUID("6d1c7d3e-51a1-5d0c-9a55-000000000002")
LETTER = Letter("shop@host.example", "zh", "贵站申报\n已受理", "您的申报已受理。", "<p>您的申报已受理。</p>")
SENDER = "shifan@bureau.example"


class Sink:
    """Keeps what it takes; answers as it is told."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.got: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        return self.answer


async def _sent(sink: Sink, letter: Letter = LETTER) -> Attempt:
    port = free_ports(1)[0]
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    try:
        return await send(Post.of(f"smtp://127.0.0.1:{port}"), SENDER, letter, DELIVERY)
    finally:
        controller.stop()


async def test_a_letter_arrives_with_the_id_of_its_delivery() -> None:
    sink = Sink()
    assert await _sent(sink) == Attempt(250)
    (got,) = sink.got
    assert got["message-id"] == f"<{DELIVERY}@bureau.example>"
    assert got["subject"] == "贵站申报 已受理"
    assert (got["to"], got["from"], got["auto-submitted"]) == ("shop@host.example", SENDER, "auto-generated")
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().strip() == "您的申报已受理。"
    assert html.get_content().strip() == "<p>您的申报已受理。</p>"


@pytest.mark.parametrize(
    ("answer", "attempt"),
    [
        ("451 try later", Attempt(451, "answered 451")),
        ("550 shop@host.example is unknown", Attempt(550, "answered 550", final=True)),
    ],
)
async def test_a_server_that_refuses_is_believed_and_not_quoted(answer: str, attempt: Attempt) -> None:
    assert await _sent(Sink(answer)) == attempt


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    attempt = await send(Post.of(f"smtp://127.0.0.1:{free_ports(1)[0]}"), SENDER, LETTER, DELIVERY)
    assert (attempt.status, attempt.final) == (0, False)
    assert attempt.error


async def test_an_address_cannot_break_out_of_its_header() -> None:
    letter = Letter("shop@host.example\nBcc: everybody@host.example", "zh", "题", "文")
    assert await _sent(Sink(), letter) == Attempt(error="address not usable", final=True)


def test_a_letter_sent_again_has_the_same_id() -> None:
    first, second = (composed(LETTER, DELIVERY, SENDER)["message-id"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("url", ["", "127.0.0.1:25", "http://host:25", "smtp://"])
def test_a_server_is_named_by_an_address_of_its_own_kind(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://host:25"):
        Post.of(url)


def test_a_name_and_password_are_read_as_they_were_meant() -> None:
    assert Post.of("smtps://a%40b:p%2Fw@mail.example") == Post("mail.example", 465, "a@b", "p/w", tls=True)

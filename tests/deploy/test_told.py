"""What a host was told, as it is listed for people."""

from typing import Any

import pytest
from rich.console import Console

from deploy import told, words

MESSAGE: dict[str, Any] = {
    "effective_at": "2013-09-22T17:30:00Z",
    "subject": "公示开始 [made up]",
    "deliveries": [
        {"channel": "in_app", "state": "delivered", "delivered_at": "2026-11-30T08:09:18Z"},
        {"channel": "email", "state": "waiting", "delivered_at": None},
    ],
}


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        (
            "zh",
            ["2013-09-23", "01:30", "公示开始", "[made", "up]", "站内信", "已送达", "2026-11-30", "16:09"],
            ["电子邮件", "待发送"],
        ),
        (
            "en",
            ["2013-09-23", "01:30", "公示开始", "[made", "up]", "in_app", "delivered", "2026-11-30", "16:09"],
            ["email", "waiting"],
        ),
    ],
)
def test_each_channel_stands_below_its_message_in_the_time_of_shanghai(
    lang: words.Language, first: list[str], second: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Console(width=200).print(told.told_table({"items": [MESSAGE]}, lang))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [first, second]

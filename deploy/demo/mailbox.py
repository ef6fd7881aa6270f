"""`python -m deploy.demo.mailbox`: takes every mail that is sent to it and keeps it in SQLite."""

import argparse
import asyncio
import sqlite3
import sys
import time
from email import policy
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

SCHEMA = """
CREATE TABLE IF NOT EXISTS received (id TEXT, recipient TEXT, subject TEXT, received_at REAL, content BLOB,
                                     PRIMARY KEY (id, recipient));
CREATE TABLE IF NOT EXISTS attempts (id TEXT, recipient TEXT, received_at REAL);
"""
_LARGEST = 1 << 20


class Mailbox:
    """Keeps a mail once for each Message-ID and recipient, and notes every attempt; then it says yes."""

    def __init__(self, kept: Path) -> None:
        self._kept = sqlite3.connect(kept)
        self._kept.execute("PRAGMA journal_mode = WAL")
        self._kept.executescript(SCHEMA)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name.
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        mail = BytesParser(policy=policy.default).parsebytes(content, headersonly=True)
        message_id, now = str(mail["Message-ID"] or "").strip(), time.time()
        if not message_id:
            return "554 a mail without a Message-ID is not taken"
        with self._kept:
            for recipient in envelope.rcpt_tos:
                self._kept.execute("INSERT INTO attempts VALUES (?, ?, ?)", (message_id, recipient, now))
                row = (message_id, recipient, str(mail["Subject"] or ""), now, content)
                self._kept.execute("INSERT OR IGNORE INTO received VALUES (?, ?, ?, ?, ?)", row)
        return "250 kept"

    def close(self) -> None:
        self._kept.close()


async def serve(kept: Path, port: int) -> None:
    """Take mails on this machine's own address until the process is ended; a port of 0 is any."""
    mailbox = Mailbox(kept)
    try:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(mailbox, data_size_limit=_LARGEST, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
        )
        async with server:
            sys.stdout.write(f"listening on 127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
            sys.stdout.flush()
            await server.serve_forever()
    finally:
        mailbox.close()


def main() -> None:
    """Take mails until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m deploy.demo.mailbox", description=(__doc__ or "").strip())
    parser.add_argument("--kept", type=Path, required=True, help="the SQLite file")
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    asyncio.run(serve(asked.kept, asked.port))


if __name__ == "__main__":
    main()

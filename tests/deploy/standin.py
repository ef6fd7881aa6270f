"""Stands in for a service: answers as one does, so that the stack can be tried without the programme's rules."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/readyz": {},
            "/v1/progress": {"service": os.environ["STANDIN"], "position": 7, "relayed": 5, "day": "2013-09-23"},
            "/environment": dict(os.environ),
        }
        body = json.dumps(answers.get(self.path, {})).encode()
        self.send_response(200 if self.path in answers else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name.
        pass


if __name__ == "__main__":
    if Path(os.environ["SHIFAN_DATA"], "broken").exists():
        raise SystemExit("broken on purpose")
    ThreadingHTTPServer((os.environ["SHIFAN_HOST"], int(os.environ["SHIFAN_PORT"])), Answers).serve_forever()

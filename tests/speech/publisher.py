"""A server of models that may break off, lie, or send something else."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = "vosk-model-small-en-us-0.15"


class Publisher:
    """What the server has, how it misbehaves, and what it was asked for."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = len(content)
        self.md5 = hashlib.md5(content).hexdigest()
        self.listed: object = None
        self.breaks: list[int] = []  # bytes after which the connection breaks off, in turn
        self.ranges = True
        self.announce: int | None = None
        self.wrong_part = False
        self.redirect = ""
        self.asked: list[tuple[str, str]] = []

    def page(self) -> bytes:
        entries = [{"name": NAME, "size": self.size, "md5": self.md5, "lang": "en-us"}]
        return json.dumps(entries if self.listed is None else self.listed).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers as its publisher would."""

    publisher: Publisher

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        publisher = self.publisher
        byte_range = self.headers.get("Range", "")
        publisher.asked.append((self.path, byte_range))
        if self.path == "/models/model-list.json":
            self._send(200, publisher.page(), {})
        elif self.path != f"/models/{NAME}.zip":
            self.send_error(404)
        elif publisher.redirect:
            self._send(302, b"", {"Location": publisher.redirect})
        else:
            self._send_model(byte_range)

    def _send_model(self, byte_range: str) -> None:
        publisher = self.publisher
        start = int(byte_range.removeprefix("bytes=").removesuffix("-")) if byte_range else 0
        if not publisher.ranges:
            start = 0
        body = publisher.content[start:]
        headers = {}
        if start:
            first = start + 5 if publisher.wrong_part else start
            headers["Content-Range"] = f"bytes {first}-{publisher.size - 1}/{publisher.size}"
        self._send(206 if start else 200, body, headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        publisher = self.publisher
        model = self.path.endswith(".zip")
        length = publisher.announce if model and publisher.announce is not None else len(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length >= 0:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if model and publisher.breaks:
            body = body[: publisher.breaks.pop(0)]
        self.wfile.write(body)
        self.close_connection = True


@contextmanager
def serving(publisher: Publisher) -> Iterator[str]:
    """Run the server; yields the address under which its models are."""
    handler = type("ThisHandler", (Handler,), {"publisher": publisher})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/models/"
        finally:
            server.shutdown()
            thread.join()

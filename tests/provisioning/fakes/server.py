"""A system that begins empty, on a port of this machine: it answers the calls it knows and refuses all others.

Every body is held against a description of the call first, then against what the fake has, as the real one does.
"""

import json
import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import jsonschema

Answer = tuple[int, Any]
Handler = Callable[..., Answer]


class RefusedError(Exception):
    """The call is answered with an error."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Fake(AbstractContextManager["Fake"]):
    """A server with routes; `seen` are the calls that changed something, in order."""

    described: dict[str, dict[str, Any]]
    """By `METHOD /path/{name}`: the names of the query and the JSON Schema of the body."""
    authorization = "Basic Zm9yLXRlc3Rz"

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, Any]] = []
        self.last = 10_000
        self.routes = [(*call.split(" ", 1), handler) for call, handler in self.handlers().items()]

    def handlers(self) -> dict[str, Handler]:
        raise NotImplementedError

    def number(self) -> int:
        """The next id."""
        self.last += 1
        return self.last

    # ── Answering ──────────────────────────────────────────────────────────────────────────────────────────────────

    def answer(self, method: str, target: str, body: Any) -> Answer:
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        for known, path, handler in self.routes:
            pattern = re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path))
            found = re.fullmatch(pattern, parts.path)
            if known == method and found:
                self.check(f"{method} {path}", query, body)
                if method != "GET":
                    self.seen.append((method, parts.path, body))
                return handler(*found.groups(), query if method == "GET" else body)
        raise RefusedError(404, f"{method} {parts.path} is no call of this system")

    def check(self, call: str, query: dict[str, str], body: Any) -> None:
        """Hold a call against the description of the API."""
        described = self.described[call]
        strange = {re.sub(r"\[.*", "", name) for name in query} - set(described["query"])
        if strange:
            raise RefusedError(400, f"{call} knows no {strange}")
        if described["body"] is None:
            if body is not None:
                raise RefusedError(400, f"{call} takes no body")
            return
        problem = next(iter(sorted(validator(described["body"]).iter_errors(body), key=str)), None)
        if problem:
            raise RefusedError(400, f"{call}: {problem.message} at {problem.json_path}")

    # ── Serving ────────────────────────────────────────────────────────────────────────────────────────────────────

    def __enter__(self) -> Self:
        fake = self

        class Requests(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                try:
                    must(self.headers.get("Authorization") == fake.authorization, "who are you?", 401)
                    status, answer = fake.answer(self.command, self.path, body)
                except RefusedError as why:
                    status, answer = why.status, {"error": str(why)}
                data = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = handle_any  # noqa: N815 - as http.server calls them

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


_VALIDATORS: dict[int, jsonschema.Draft202012Validator] = {}


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """OpenAPI's own words (`nullable`, `readOnly`) are turned into JSON Schema's: what is read-only may not be sent."""
    if id(schema) not in _VALIDATORS:
        _VALIDATORS[id(schema)] = jsonschema.Draft202012Validator(_plain(schema))
    return _VALIDATORS[id(schema)]


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("readOnly"):
        return False
    made = {name: _plain(value) for name, value in schema.items() if name not in ("nullable", "readOnly")}
    if schema.get("nullable") and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


def must(holds: object, why: str, status: int = 422) -> None:
    """Refuse what the system would refuse."""
    if not holds:
        raise RefusedError(status, why)

"""Asks one server and makes its answers comparable with those of another."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, replace
from typing import Any

import requests
from calls import Call

TIME_KEY = re.compile(r"(time|timestamp|timestamp_ms)$")
# Unix milliseconds of this century; smaller times were given by the calls themselves.
SERVER_TIME = 1_500_000_000_000
SERVER_TIMES = range(SERVER_TIME, 2 * SERVER_TIME)
SHOWN_HEADERS = ("content-type", "content-disposition", "content-range", "x-content-type-options")
# Lists whose order is that of random ids, or left open.
KEYED = {
    *("tags", "params", "metrics", "aliases", "files"),
    *("dataset_inputs", "model_inputs", "model_outputs", "dataset_summaries"),
}
RANDOM_ID = re.compile(r"(?:m-)?[0-9a-f]{32}")


@dataclass(frozen=True)
class Answer:
    """What a server said, with its own ids and times replaced by what they stand for."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def error_code(self) -> str | None:
        return self.body.get("error_code") if isinstance(self.body, dict) else None

    @property
    def message(self) -> str:
        return str(self.body.get("message", "")) if isinstance(self.body, dict) else ""

    def __str__(self) -> str:
        return f"{self.status} {json.dumps(self.body, ensure_ascii=False)[:1500]}"


class Asker:
    """One server, with the ids that it gave out so far."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        # `mlflow server` closes connections that were idle for some seconds, maybe just now.
        self._session.headers["Connection"] = "close"
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def ask(self, call: Call) -> Answer:
        filled = self._fill_call(call)
        response = self._session.request(
            call.method,
            self._url + filled.path,
            params=filled.query,
            json=filled.json,
            data=filled.data,
            headers=filled.headers,
            timeout=60,
        )
        body = _body(response)
        if call.saved and (found := _follow(body, call.saved[1])):
            self._ids[call.saved[0]] = found
            self._names[found] = call.saved[0]
        return Answer(
            response.status_code,
            {
                # The charset of JSON is always the same, said or not.
                name: response.headers.get(name, "").removesuffix("; charset=utf-8")
                for name in SHOWN_HEADERS
            },
            self._mask(body, unordered=call.unordered),
        )

    def _fill_call(self, call: Call) -> Call:
        data = call.data and self._fill(call.data.decode("latin-1")).encode("latin-1")
        return replace(
            call,
            path=self._fill(call.path),
            query=self._fill(call.query),
            json=self._fill(call.json),
            data=data,
        )

    def _fill(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda m: self._ids.get(m.group(1), m.group(0)), value)
        if isinstance(value, list):
            return [self._fill(item) for item in value]
        if isinstance(value, dict):
            return {key: self._fill(item) for key, item in value.items()}
        return value

    def _mask(self, value: Any, key: str = "", *, unordered: bool = False) -> Any:
        if isinstance(value, dict):
            return {k: self._mask(v, k, unordered=unordered) for k, v in value.items()}
        if isinstance(value, list):
            items = [self._mask(item, unordered=unordered) for item in value]
            keyed = key in KEYED
            return sorted(items, key=json.dumps) if unordered or keyed else items
        if isinstance(value, int) and TIME_KEY.search(key) and value in SERVER_TIMES:
            return "<time>"
        if isinstance(value, int) and key == "value":
            # A metric's value: Python writes large floats with an exponent, JavaScript with zeros.
            return float(value)
        if isinstance(value, str):
            return self._mask_text(_decoded(value) if key == "next_page_token" else value)
        return value

    def _mask_text(self, text: str) -> str:
        # Short ids, as those of experiments, are the same on both.
        named = RANDOM_ID.sub(lambda m: self._named(m.group(0)), text)
        # Names that the server makes up.
        return re.sub(r"^[a-z]+-[a-z]+-\d{1,3}$", "<made-up name>", named)

    def _named(self, found: str) -> str:
        name = self._names.get(found)
        return f"{{{name}}}" if name else found


def _decoded(token: str) -> str:
    try:
        return base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return token


def _body(response: requests.Response) -> Any:
    if "json" in response.headers.get("content-type", ""):
        return json.loads(response.text) if response.text else ""
    if "html" in response.headers.get("content-type", "") and response.status_code >= 400:
        return "<page>"
    return response.content.decode("latin-1")


def _follow(body: Any, way: str) -> str | None:
    for step in way.split("."):
        body = body.get(step) if isinstance(body, dict) else None
    return None if body is None else str(body)

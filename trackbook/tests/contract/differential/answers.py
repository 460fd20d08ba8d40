"""Asks one server and makes its answers comparable with those of another."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import requests
from calls import Call

TIME_KEY = re.compile(r"(time|timestamp|timestamp_ms)$")
# Unix milliseconds of this century; smaller times were given by the calls themselves.
SERVER_TIME = 1_500_000_000_000
SHOWN_HEADERS = ("content-type", "content-disposition", "content-range", "x-content-type-options")


class Asker:
    """One server, with the ids that it gave out so far."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._ids: dict[str, str] = {}

    def ask(self, call: Call) -> dict[str, Any]:
        filled = self._fill_call(call)
        response = self._session.request(
            call.method,
            self._url + filled.path,
            params=filled.query,
            json=filled.json,
            data=filled.data,
            headers=filled.headers,
            timeout=20,
        )
        body = _body(response)
        if call.saved:
            name, way = call.saved
            self._ids[name] = _follow(body, way)
        return {
            "status": response.status_code,
            "headers": {
                # The charset of JSON is always the same, said or not.
                name: response.headers.get(name, "").removesuffix("; charset=utf-8")
                for name in SHOWN_HEADERS
            },
            "body": self._mask(body, unordered=call.unordered),
        }

    def _fill_call(self, call: Call) -> Call:
        return replace(
            call,
            path=self._fill(call.path),
            query=self._fill(call.query),
            json=self._fill(call.json),
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
            keyed = key in {"tags", "params", "metrics", "aliases", "files"}
            return sorted(items, key=json.dumps) if unordered or keyed else items
        if isinstance(value, int) and TIME_KEY.search(key) and value > SERVER_TIME:
            return "<time>"
        if isinstance(value, str):
            return self._mask_text(value)
        return value

    def _mask_text(self, text: str) -> str:
        for name, own in self._ids.items():
            # Short ids, as those of experiments, would be found everywhere.
            if len(own) > 8:
                text = text.replace(own, f"<{name}>")
        # Names that the server makes up.
        return re.sub(r"^[a-z]+-[a-z]+-\d{1,3}$", "<made-up name>", text)


def _body(response: requests.Response) -> Any:
    if "json" in response.headers.get("content-type", ""):
        return json.loads(response.text) if response.text else ""
    if "html" in response.headers.get("content-type", "") and response.status_code >= 400:
        return "<page>"
    return response.content.decode("latin-1")


def _follow(body: Any, way: str) -> str:
    for step in way.split("."):
        body = body[step]
    return str(body)

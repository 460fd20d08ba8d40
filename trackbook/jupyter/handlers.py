"""The extension's routes."""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from .hook_loader import hook_loader
from .proxy import ProxyHandler
from .upstream import Upstream


class StatusHandler(APIHandler):
    """How the tracking server is doing, and how a foreign kernel can load the hook."""

    def initialize(self, upstream: Upstream) -> None:
        self._upstream = upstream

    @web.authenticated
    def get(self) -> None:
        self.finish(json.dumps({**self._upstream.status(), "load_hook": hook_loader()}))


class SlashHandler(APIHandler):
    """`/trackbook` is the page at `/trackbook/`."""

    @web.authenticated
    def get(self) -> None:
        self.redirect(f"{self.base_url}trackbook/")


def add_handlers(handlers: list[Any], upstream: Upstream) -> None:
    options = {"upstream": upstream}
    handlers.extend(
        [
            (r"trackbook-status", StatusHandler, options),
            (r"trackbook", SlashHandler),
            (r"trackbook/(.*)", ProxyHandler, options),
        ]
    )

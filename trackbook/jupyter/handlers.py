"""The extension's routes."""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from .hook_loader import hook_loader
from .proxy import ProxyHandler
from .reproductions import AlreadyRunning, NotRunning, Reproductions
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


class ReproductionHandler(APIHandler):
    """Runs a run's cells again, which is for those who may start kernels."""

    auth_resource = "kernels"

    def initialize(self, reproductions: Reproductions) -> None:
        self._reproductions = reproductions

    @web.authenticated
    @authorized
    def get(self, run_id: str) -> None:
        reproduction = self._reproductions.of_run(run_id)
        self.finish(json.dumps(reproduction.state() if reproduction else None))

    @web.authenticated
    @authorized
    def post(self, run_id: str) -> None:
        try:
            reproduction = self._reproductions.start(run_id, self._tolerance())
        except AlreadyRunning as error:
            raise web.HTTPError(409, str(error)) from error
        self.set_status(201)
        self.finish(json.dumps(reproduction.state()))

    @web.authenticated
    @authorized
    def delete(self, run_id: str) -> None:
        try:
            self._reproductions.cancel(run_id)
        except NotRunning as error:
            raise web.HTTPError(404, str(error)) from error
        self.set_status(204)
        self.finish()

    def _tolerance(self) -> float:
        body = self.get_json_body()
        tolerance = body.get("tolerance") if isinstance(body, dict) else None
        if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or tolerance < 0:
            raise web.HTTPError(400, "Give a tolerance: a number that is not negative.")
        return float(tolerance)


def add_handlers(handlers: list[Any], upstream: Upstream, reproductions: Reproductions) -> None:
    options = {"upstream": upstream}
    handlers.extend(
        [
            (r"trackbook-status", StatusHandler, options),
            (
                r"trackbook-reproductions/(\w+)",
                ReproductionHandler,
                {"reproductions": reproductions},
            ),
            (r"trackbook", SlashHandler),
            (r"trackbook/(.*)", ProxyHandler, options),
        ]
    )

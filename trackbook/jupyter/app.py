"""The Jupyter server extension: starts the tracking server and proxies it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

from .. import __version__, environment
from .handlers import add_handlers
from .reproductions import Reproductions
from .upstream import EmbeddedUpstream, ExternalUpstream, Upstream


class TrackbookApp(ExtensionApp):
    """Experiment tracking for notebooks."""

    name = "trackbook"
    description = "Experiment tracking for notebooks"
    version = __version__
    load_other_extensions = True

    data_dir = Unicode(
        help="Where runs and artifacts are stored. Default: .trackbook in Jupyter's root folder."
    ).tag(config=True)

    upstream: Upstream
    reproductions: Reproductions

    def initialize_settings(self) -> None:
        uri = environment.chosen_uri()
        if uri:
            self.upstream = ExternalUpstream(uri, os.environ)
        else:
            self.upstream = EmbeddedUpstream(self._data_path(), self.log)
        self.reproductions = Reproductions(self._root_path(), self.log)

    def initialize_handlers(self) -> None:
        add_handlers(self.handlers, self.upstream, self.reproductions)

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        # Not before: Jupyter listens at its port, closes it and listens again. A process started in
        # between inherits the first socket, and Jupyter ends because its port is taken.
        self.upstream.start()

    async def stop_extension(self) -> None:
        self.reproductions.stop()
        self.upstream.stop()

    def _root_path(self) -> Path:
        assert self.serverapp is not None
        return Path(self.serverapp.root_dir).absolute()

    def _data_path(self) -> Path:
        return self._root_path() / (self.data_dir or ".trackbook")


main = launch_new_instance = TrackbookApp.launch_instance

"""Which tracking server runs go to: the one that the kernel's MLflow client uses."""

from __future__ import annotations

import os
from pathlib import Path

from .. import environment
from ..embedded.server_record import ServerRecord
from ..embedded.supervisor import Supervisor
from .rest import RestClient, Unreachable, authorization

# The folder's own server goes by this name in journals: its port may change, its data does not.
EMBEDDED = "embedded"
START_PATIENCE = 10.0


class NoServer(RuntimeError):
    """There is no tracking server to speak to; the message says what to do."""


class Destination:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._supervisor: Supervisor | None = None
        self._clients: dict[str, RestClient] = {}
        inherited = os.environ.get(environment.OUR_DATA_DIR)
        self.data_dir = Path(inherited) if inherited else _find_data_dir(folder)

    @property
    def current(self) -> str | None:
        """The server that a run begun now belongs to; None if there is none."""
        uri = os.environ.get(environment.TRACKING_URI)
        if uri and uri == os.environ.get(environment.OUR_URI):
            return EMBEDDED
        return uri if uri and uri.startswith(("http://", "https://")) else None

    @property
    def is_ours(self) -> bool:
        """Whether the server may end with this kernel."""
        return self._supervisor is not None

    def name_of(self, uri: str) -> str:
        """The server that answers at an address, as entries name it."""
        ours = os.environ.get(environment.OUR_URI)
        return EMBEDDED if ours and uri.rstrip("/") == ours.rstrip("/") else uri

    def require(self) -> str:
        """The current server, started here if nothing else is configured."""
        uri = environment.chosen_uri()
        if uri and self.current is None:
            raise NoServer(
                f"MLFLOW_TRACKING_URI is {uri}: Trackbook tracks to a server with an http(s) "
                "address. Unset it to use Trackbook's own server."
            )
        if self.current is None:
            self.serve_folder()
        if self.current is None:
            raise NoServer("The tracking server could not be started.")
        return self.current

    def join_folder(self) -> None:
        """Outside Jupyter: use the server of the folder if it is one of Trackbook's."""
        if self.data_dir is not None and environment.TRACKING_URI not in os.environ:
            self.serve_folder()

    def serve_folder(self) -> None:
        """Share the folder's server, or start it for the life of this kernel."""
        if self._supervisor is not None:
            return
        self.data_dir = self.data_dir or self._folder / ".trackbook"
        self._supervisor = Supervisor(self.data_dir, on_address=self._publish)
        self._supervisor.start()
        status = self._supervisor.wait_settled(START_PATIENCE)
        if status.state == "failed":
            raise NoServer(status.message or "The tracking server could not be started.")

    def client(self, server: str) -> RestClient:
        """A client for a server named in an entry; for the sending thread only."""
        url, login = self._address(server)
        client = self._clients.get(server)
        # A token that has expired is replaced in the environment, while the kernel runs.
        if client is None or (client.url, client.authorization) != (url, login):
            if client is not None:
                client.close()
            client = self._clients[server] = RestClient(url, login)
        return client

    @property
    def unanswered_for(self) -> float:
        """How long a server has owed the sending thread an answer, in seconds."""
        return max((client.unanswered_for for client in [*self._clients.values()]), default=0.0)

    def open_client(self, server: str) -> RestClient:
        """A client of the caller's own, who closes it; for any one thread."""
        return RestClient(*self._address(server))

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        if self._supervisor is not None:
            self._supervisor.stop()

    def _address(self, server: str) -> tuple[str, str | None]:
        if server != EMBEDDED:
            return server.rstrip("/"), authorization()
        record = ServerRecord.read(self.data_dir) if self.data_dir else None
        if record is None:
            raise Unreachable("The tracking server is not running.")
        return record.url, f"Bearer {record.token}"

    def _publish(self, record: ServerRecord) -> None:
        # The user's code may have chosen another server since.
        if environment.chosen_uri() is None and self.data_dir is not None:
            environment.publish(record, self.data_dir)


def _find_data_dir(folder: Path) -> Path | None:
    for candidate in (folder, *folder.parents):
        data_dir = candidate / ".trackbook"
        if data_dir.is_dir():
            return data_dir
    return None

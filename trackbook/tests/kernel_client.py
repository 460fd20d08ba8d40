"""A real kernel, driven the way a notebook drives it."""

from __future__ import annotations

import copy
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

TIMEOUT = 60


@dataclass
class Result:
    status: str
    error: str | None = None
    text: str = ""
    value: str | None = None


@dataclass
class KernelClient:
    folder: Path
    env: dict[str, str]
    python: str = sys.executable
    comm: list[dict[str, Any]] = field(default_factory=list)
    """What the hook said to the notebook, oldest first."""

    def __post_init__(self) -> None:
        self._comm_id = uuid.uuid4().hex
        self.manager = KernelManager(kernel_name="python3")
        self.manager.kernel_spec.argv[0] = self.python
        self.manager.start_kernel(cwd=str(self.folder), env=self.env)
        self._connect()

    def window(self) -> KernelClient:
        """Another connection to the same kernel, as a second notebook or page has."""
        window = copy.copy(self)
        window.comm = []
        window._comm_id = uuid.uuid4().hex
        window._connect()
        return window

    def close(self) -> None:
        """Go away without a word, as a closed page does."""
        self._client.stop_channels()

    def _connect(self) -> None:
        self._client = self.manager.blocking_client()
        self._client.session = Session(key=self.manager.session.key)
        self._client.start_channels()
        self._client.wait_for_ready(timeout=TIMEOUT)

    def run(
        self, code: str, cell_id: str | None = "cell-1", *, store_history: bool = True
    ) -> Result:
        """Execute a cell and wait for its end."""
        request = self.submit(code, cell_id, store_history=store_history)
        return self.wait(request)

    def submit(
        self, code: str, cell_id: str | None = "cell-1", *, store_history: bool = True
    ) -> str:
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        metadata = {"cellId": cell_id} if cell_id else {}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def wait(self, request: str) -> Result:
        result = Result("?")
        for message in self._iopub():
            ours = message["parent_header"].get("msg_id") == request
            kind, content = message["msg_type"], message["content"]
            if ours and kind == "stream":
                result.text += content["text"]
            elif ours and kind == "execute_result":
                result.value = content["data"]["text/plain"]
            elif ours and kind == "error":
                result.error = content["ename"]
            elif ours and kind == "status" and content["execution_state"] == "idle":
                break
        while True:
            reply = self._client.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == request:
                result.status = reply["content"]["status"]
                return result

    def wait_for_output(self, request: str) -> None:
        """Wait until a running cell prints something."""
        for message in self._iopub():
            if (
                message["parent_header"].get("msg_id") == request
                and message["msg_type"] == "stream"
            ):
                return

    def open_comm(self, notebook: str = "folder/notebook.ipynb", values: str = "ask") -> None:
        content = {"comm_id": self._comm_id, "target_name": "trackbook", "data": {}}
        self._client.shell_channel.send(self._client.session.msg("comm_open", content))
        self.tell(type="hello", notebook=notebook, client="jupyterlab", values=values)

    def tell(self, **data: Any) -> None:
        """Send the hook what the front end would."""
        content = {"comm_id": self._comm_id, "data": data}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", content))

    def hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a message of the hook, one heard before included."""
        for message in self.comm:
            if wanted(message):
                return message
        for _ in self._iopub():
            if self.comm and wanted(self.comm[-1]):
                return self.comm[-1]
        raise AssertionError("not reached")

    def interrupt(self) -> None:
        self.manager.interrupt_kernel()

    def kill(self) -> None:
        """kill -9: no chance to say goodbye."""
        self._client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def restart(self) -> None:
        self._client.stop_channels()
        self.manager.restart_kernel()
        self._connect()

    def shutdown(self) -> None:
        if self.manager.is_alive():
            self._client.stop_channels()
            self.manager.shutdown_kernel()

    def _iopub(self) -> Any:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            message = self._client.get_iopub_msg(timeout=TIMEOUT)
            if message["msg_type"] == "comm_msg":
                self.comm.append(message["content"]["data"])
            yield message
        raise TimeoutError("The kernel said nothing of what was waited for")

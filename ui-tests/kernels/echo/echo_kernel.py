"""A kernel of a language that is not Python: it says what it is told, except for two commands."""

import time
from pathlib import Path
from typing import Any, ClassVar

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class EchoKernel(Kernel):
    implementation = "echo"
    implementation_version = "1.0"
    language_info: ClassVar = {
        "name": "echo",
        "version": "7",
        "mimetype": "text/plain",
        "file_extension": ".txt",
    }
    banner = "Says what it is told"

    def do_execute(self, code: str, silent: bool, *_: Any, **__: Any) -> dict[str, Any]:
        if not silent:
            self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": code})
        command, _, rest = code.partition(" ")
        if command == "fail":
            return self._failed("EchoError", rest)
        if command == "wait":
            try:
                while not Path(rest).exists():
                    time.sleep(0.05)
            except KeyboardInterrupt:
                return self._failed("EchoInterrupt", "")
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": {},
        }

    def _failed(self, name: str, message: str) -> dict[str, Any]:
        error = {"ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
        self.send_response(self.iopub_socket, "error", error)
        return {"status": "error", "execution_count": self.execution_count, **error}


IPKernelApp.launch_instance(kernel_class=EchoKernel)

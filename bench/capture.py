"""What capture costs a cell and a kernel: `npm run bench:capture`.

Real kernels execute the same small cells in turns, with Trackbook's hook and without. The hook's
callbacks are timed in the kernel itself. From the kernel's message "busy" to its message "idle" the
whole of a cell is timed, as a check of that: it holds all that the hook does before and after the
cell. A third kernel has callbacks that only compute, for about as long as the hook does: their
99th percentile is the machine's.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from trackbook import environment
from trackbook.embedded.supervisor import Supervisor

WARM_UP = 20
TIMEOUT = 60
START_PATIENCE = 30
TIMED = """
import time
_spent, _work = [], []
def _timed(callback):
    def run(argument):
        began, worked = time.perf_counter(), time.thread_time()
        callback(argument)
        _spent.append(1000 * (time.perf_counter() - began))
        _work.append(1000 * (time.thread_time() - worked))
    return run
_callbacks = get_ipython().events.callbacks
"""
TIME_HOOK = f"""{TIMED}
for _event in ("pre_run_cell", "post_run_cell"):
    _callbacks[_event][:] = [
        _timed(callback) if "trackbook" in str(callback) else callback
        for callback in _callbacks[_event]
    ]
"""
# The hook takes 0.8 ms of the processor's time for a cell, in two callbacks.
TIME_CONTROL = f"""{TIMED}
def _compute(_):
    until = time.thread_time() + 0.0004
    while time.thread_time() < until:
        pass
for _event in ("pre_run_cell", "post_run_cell"):
    _callbacks[_event].append(_timed(_compute))
"""


@dataclass
class BenchKernel:
    manager: KernelManager
    client: BlockingKernelClient

    @property
    def megabytes(self) -> float:
        """What the process has for itself alone."""
        return psutil.Process(self.manager.provisioner.pid).memory_full_info().uss / 1e6

    def run(self, cell: str) -> float:
        """Execute a cell and return for how many milliseconds the kernel was busy with it."""
        busy_since = None
        for message in self._messages_of(self.client.execute(cell)):
            state = message["content"].get("execution_state")
            if state == "busy":
                busy_since = message["header"]["date"]
            elif state == "idle" and busy_since is not None:
                return (message["header"]["date"] - busy_since).total_seconds() * 1000
        raise AssertionError("not reached")

    def value(self, expression: str) -> Any:
        request = self.client.execute(f"import json; print(json.dumps({expression}))")
        text = ""
        for message in self._messages_of(request):
            text += message["content"].get("text", "")
            if message["content"].get("execution_state") == "idle":
                return json.loads(text)
        raise AssertionError("not reached")

    def seconds_to_exit(self) -> float:
        began = time.perf_counter()
        self.client.shutdown()
        psutil.Process(self.manager.provisioner.pid).wait(TIMEOUT)
        return time.perf_counter() - began

    def _messages_of(self, request: str) -> Iterator[dict[str, Any]]:
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(message["content"]["traceback"]))
            yield message


@contextmanager
def kernel(folder: Path, *, hook: bool, **env: str) -> Iterator[BenchKernel]:
    manager, client = start_new_kernel(cwd=str(folder), env={**os.environ, **env})
    started = BenchKernel(manager, client)
    try:
        if not hook:
            started.run("%unload_ext trackbook.kernel")
        yield started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def cost_of_cells(folder: Path, cells: int) -> None:
    with (
        kernel(folder, hook=False) as plain,
        kernel(folder, hook=False) as control,
        kernel(folder, hook=True) as hooked,
    ):
        hooked.run(TIME_HOOK)
        control.run(TIME_CONTROL)
        series = {
            "without Trackbook, the whole cell": (plain, "x = {}"),
            "the machine's share, as below": (control, "x = {}"),
            "with Trackbook, the whole cell": (hooked, "x = {}"),
            "a tracked cell, the whole cell": (hooked, "%%track\nx = {}"),
            "right after a tracked cell, the whole cell": (hooked, "x = {}"),
        }
        times: dict[str, list[float]] = {name: [] for name in series}
        for number in range(cells + WARM_UP):
            for name, (measured, cell) in series.items():
                times[name].append(measured.run(cell.format(number)))
        del times["the machine's share, as below"]
        spent, work = timed_pairs(hooked, "_spent"), timed_pairs(hooked, "_work")
        in_hook = {
            "in the hook": spent[::3],
            "in the hook, right after a tracked cell": spent[2::3],
            "in the hook, processor time alone": work[::3],
            "in the hook, a tracked cell": spent[1::3],
            "plain work of the same processor time": timed_pairs(control, "_spent"),
        }
        memory = hooked.megabytes - plain.megabytes
    print("| a cell | median | p99 | goal |\n|---|---:|---:|---|")
    for name, values in times.items():
        print(row(name, values, "-"))
    for name, values in in_hook.items():
        print(row(name, values, "< 2 ms, < 5 ms" if name == "in the hook" else "-"))
    print(f"\nMemory after {3 * cells} cells: {memory:.1f} MB more than")
    print("a kernel without the hook; goal: < 20 MB.")


def timed_pairs(measured: BenchKernel, times: str) -> list[float]:
    """Of each cell what callbacks took before and after it.

    The list ends with that of the cell that timing began in, before the first pair.
    """
    return pairs(measured.value(times)[1:])


def pairs(times: list[float]) -> list[float]:
    """Of each cell what the hook took before and after it."""
    return [before + after for before, after in zip(times[::2], times[1::2], strict=False)]


def row(name: str, times: list[float], goal: str) -> str:
    times = times[WARM_UP:]
    p99 = statistics.quantiles(times, n=100)[98]
    return f"| {name} | {statistics.median(times):.2f} ms | {p99:.2f} ms | {goal} |"


def cost_of_exits(folder: Path, exits: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nowhere = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        cases: dict[str, tuple[bool, dict[str, str]]] = {
            "without Trackbook": (False, {}),
            "everything sent": (True, {}),
            "a server that never answers": (True, nowhere),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(exits):
            for name, (hook, env) in cases.items():
                with kernel(folder, hook=hook, **env) as ending:
                    ending.run("%%track\nx = 1" if hook else "x = 1")
                    times[name].append(ending.seconds_to_exit())
    plain = statistics.median(times.pop("without Trackbook"))
    print("\n| exit of a kernel | longer by, at most | goal |\n|---|---:|---|")
    for name, values in times.items():
        print(f"| {name} | {max(0.0, max(values) - plain):.2f} s | <= 0.5 s |")


def main(cells: int, exits: int) -> None:
    for inherited in [name for name in os.environ if name.startswith(("MLFLOW_", "TRACKBOOK_"))]:
        del os.environ[inherited]
    with tempfile.TemporaryDirectory(prefix="trackbook-capture-") as name:
        folder = Path(name)
        # As beside Jupyter: the server outlives the kernels.
        server = Supervisor(folder / ".trackbook")
        server.start()
        try:
            environment.publish(server.wait_settled(START_PATIENCE).record, folder / ".trackbook")
            cost_of_cells(folder, cells)
            cost_of_exits(folder, exits)
        finally:
            server.stop()
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    parser = ArgumentParser(description="What capture costs.")
    parser.add_argument("--cells", type=int, default=500)
    parser.add_argument("--exits", type=int, default=5)
    arguments = parser.parse_args()
    main(arguments.cells, arguments.exits)

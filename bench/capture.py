"""What capture costs a cell: `python bench/capture.py`.

Two real kernels execute the same small cells in turns, one with Trackbook's
hook and one without. The time of a cell is taken by the kernel itself, from
its message "busy" to its message "idle", so that it holds all that the hook
does before and after the cell, and nothing of the network between.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

WARM_UP = 20


def milliseconds(client: BlockingKernelClient, cell: str) -> float:
    """Execute a cell and return how long the kernel was busy with it."""
    request = client.execute(cell)
    busy_since = None
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))
        state = message["content"].get("execution_state")
        if state == "busy":
            busy_since = message["header"]["date"]
        elif state == "idle" and busy_since is not None:
            return (message["header"]["date"] - busy_since).total_seconds() * 1000


def start_kernel(folder: Path, *, hook: bool) -> tuple[BlockingKernelClient, Callable[[], None]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MLFLOW_", "TRACKBOOK_"))}
    manager, client = start_new_kernel(cwd=str(folder), env=kept)
    if not hook:
        milliseconds(client, "%unload_ext trackbook.kernel")

    def stop() -> None:
        client.stop_channels()
        manager.shutdown_kernel()

    return client, stop


def row(name: str, times: list[float]) -> str:
    times = times[WARM_UP:]
    p99 = statistics.quantiles(times, n=100)[98]
    return f"| {name} | {statistics.median(times):.2f} ms | {p99:.2f} ms |"


def main(cells: int) -> None:
    with tempfile.TemporaryDirectory(prefix="trackbook-capture-") as name:
        folder = Path(name)
        # The hook serves the folder's own server when the folder is one of Trackbook's.
        (folder / ".trackbook").mkdir()
        plain, stop_plain = start_kernel(folder, hook=False)
        hooked, stop_hooked = start_kernel(folder, hook=True)
        try:
            series = {
                "without Trackbook": lambda n: milliseconds(plain, f"x = {n}"),
                "with Trackbook": lambda n: milliseconds(hooked, f"x = {n}"),
                "a tracked cell": lambda n: milliseconds(hooked, f"%%track\nx = {n}"),
            }
            times = {kind: [] for kind in series}
            for n in range(cells + WARM_UP):
                for kind, measure in series.items():
                    times[kind].append(measure(n))
        finally:
            stop_hooked()
            stop_plain()
    print("| cell | median | p99 |\n|---|---:|---:|")
    for kind, values in times.items():
        print(row(kind, values))


if __name__ == "__main__":
    parser = ArgumentParser(description="What capture costs a cell.")
    parser.add_argument("--cells", type=int, default=500)
    main(parser.parse_args().cells)

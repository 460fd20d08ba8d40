"""`trackbook reproduce`: runs again what a run depends on, and compares the two."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..kernel.destination import NoServer
from ..kernel.rest import Refused, Unreachable
from ..node import NodeUnavailable
from .counterpart import counterpart_of
from .execution import is_code
from .kernel_spec import NoKernel
from .node_command import CommandFailed
from .notebook_file import CannotWrite, require_writable, write_notebook
from .reproduction import Reproduction, difference_between, prepare
from .reproduction_output import ForPeople, ForPrograms
from .server import existing_server
from .server_run import ServerRun
from .signals import Interruption
from .tracked_notebook import Outcome, TrackedNotebook

DEFAULT_TOLERANCE = 1e-6
FAILURES = (
    *(NoServer, Refused, Unreachable, NodeUnavailable, NoKernel),
    *(CommandFailed, CannotWrite),
)
REPRODUCES = "trackbook.reproduces"
REPRODUCED = "trackbook.reproduced"
REPRODUCED_BY = "trackbook.reproduced_by"
RECORD = "trackbook/reproduction.json"

DESCRIPTION = """\
Runs the cells that a run depends on in a fresh kernel, as a new run linked to it, and compares the
metrics of the two. It shows the cells and asks first.
"""
EPILOG = """\
The exit code is 0 when all metrics agree, 1 when they do not, 2 when the cells could not be run,
130 after Ctrl-C.
"""


def main(arguments: Sequence[str]) -> int:
    options = _parse(arguments)
    output = ForPrograms() if options.json else ForPeople()
    try:
        if options.keep_notebook:
            require_writable(options.keep_notebook)
        with existing_server(options.tracking_uri) as destination:
            reproduction = prepare(destination, options.run_id)
            if not options.yes:
                if options.json or not sys.stdin.isatty():
                    raise CommandFailed(
                        "Nothing is run without your consent: look at the cells with `trackbook "
                        f"slice {options.run_id}`, and say --yes."
                    )
                if not output.ask(reproduction):
                    return 2
            return asyncio.run(_reproduce(reproduction, options, output))
    except FAILURES as error:
        output.failed(str(error))
        return 2


async def _reproduce(
    reproduction: Reproduction, options: argparse.Namespace, output: ForPeople | ForPrograms
) -> int:
    # One thread, as a connection to the server is for one at a time.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    notebook = TrackedNotebook(reproduction.task, reproduction.place)
    cells = sum(is_code(cell) for cell in reproduction.task.notebook.cells)
    done = 0

    def begins(index: int) -> None:
        nonlocal done
        done += 1
        output.cell(done, cells)

    with Interruption(output.say) as interruption:
        outcome = await notebook.execute(
            interruption.stop, begins, lambda run: output.started(run.run_id, cells)
        )
        if options.keep_notebook:
            write_notebook(notebook.notebook, options.keep_notebook)
    if interruption.came:
        output.failed("Stopped.")
        return 130
    if outcome.error is not None:
        output.failed(_what_failed(outcome, notebook))
        return 2
    assert notebook.run is not None
    return await asyncio.to_thread(_compare, reproduction, notebook.run, options.tolerance, output)


def _compare(
    reproduction: Reproduction,
    run: ServerRun,
    tolerance: float,
    output: ForPeople | ForPrograms,
) -> int:
    counterpart = counterpart_of(reproduction.original, run, reproduction.destination)
    if counterpart.run_id != run.run_id:
        counterpart.set_tag(REPRODUCES, reproduction.original.run_id)
    difference = difference_between(reproduction.original.run_id, counterpart.run_id, tolerance)
    counterpart.store(RECORD, difference.json)
    reproduction.original.set_tag(REPRODUCED, "reproduced" if difference.holds else "differs")
    reproduction.original.set_tag(REPRODUCED_BY, counterpart.run_id)
    output.finished(counterpart.run_id, difference)
    return 0 if difference.holds else 1


def _what_failed(outcome: Outcome, notebook: TrackedNotebook) -> str:
    if outcome.cell is None:
        return f"The cells could not be run. {outcome.error}"
    code = [i for i, cell in enumerate(notebook.notebook.cells) if is_code(cell)]
    number = code.index(outcome.cell) + 1
    return f"Cell {number} of {len(code)} failed:\n{outcome.error}"


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="trackbook reproduce",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("run_id", metavar="RUN_ID")
    parser.add_argument(
        "--tolerance",
        metavar="NUMBER",
        type=_tolerance,
        default=DEFAULT_TOLERANCE,
        help="how far apart metrics may be, as a share of the larger (default: %(default)s)",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print events as lines of JSON")
    parser.add_argument(
        "--keep-notebook", metavar="PATH", type=Path, help="write the executed notebook here"
    )
    parser.add_argument(
        "--tracking-uri",
        metavar="URI",
        help="the tracking server (default: MLFLOW_TRACKING_URI, or that of this folder)",
    )
    return parser.parse_args(arguments)


def _tolerance(text: str) -> float:
    try:
        tolerance = float(text)
    except ValueError:
        tolerance = -1.0
    if not 0 <= tolerance < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no tolerance: give a number such as 0.001")
    return tolerance

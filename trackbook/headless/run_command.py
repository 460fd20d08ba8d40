"""`trackbook run`: executes a notebook as a run, or once for each of several parameters."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from ..kernel import fluent
from ..kernel.destination import NoServer
from ..kernel.rest import Refused, Unreachable
from .board import Board, Row
from .execution import is_code
from .grid import execute_all
from .kernel_spec import NoKernel, kernel_for
from .mlflow_calls import chosen_experiment, sets_tracking_uri
from .notebook_file import (
    CannotWrite,
    NotANotebook,
    read_notebook,
    require_writable,
    write_notebook,
)
from .parameters import with_parameters
from .place import Place
from .report import report
from .server import tracking_server
from .server_run import ServerRun, place_of
from .signals import Interruption
from .tracked_notebook import PARENT, Task, TrackedNotebook, notebook_tags
from .values import BadParameter, combinations, parse_parameters, shown

FAILURES = (BadParameter, NotANotebook, CannotWrite, NoKernel, NoServer, Refused, Unreachable)
DESCRIPTION = """\
Executes a notebook in a fresh kernel, from top to bottom, as one run. What its cells log goes to
that run. The notebook's file is not changed.
"""
EPILOG = """\
A value is a Python literal or JSON (7, 0.1, 'text', [1, 2]), true, false or null; anything else is
text. Values with commas in between run the notebook once for each, as children of one run; a comma
within quotes or brackets belongs to the value: -P "label='a,b'" -P layers=[64,32].

What can be set: the names in a cell tagged `parameters`, and any other that is assigned a literal
at top level (max_depth = 6).

The exit code is 0 when all cells ran, 1 when one failed, 2 for a mistake in the command, 130 after
Ctrl-C.
"""


@dataclass(frozen=True)
class Plan:
    """What the command line asks for, read and checked."""

    tasks: list[Task]
    varied: list[str]
    notes: list[str]


def main(arguments: Sequence[str]) -> int:
    options = _parse(arguments)
    try:
        plan = _plan(options)
        _announce(plan, options)
        with tracking_server(options.notebook.parent, options.tracking_uri) as destination:
            experiment = _experiment(plan.tasks[0].notebook, options.experiment)
            place = place_of(destination, experiment)
            return asyncio.run(_run(plan, place, options))
    except FAILURES as error:
        print(f"trackbook: {error}", file=sys.stderr)
        return 2


async def _run(plan: Plan, place: Place, options: argparse.Namespace) -> int:
    # One thread, as a connection to the server is for one at a time.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    board = _board(plan)
    notebooks: list[TrackedNotebook] = []
    with Interruption(board.say) as interruption:
        parent = None
        tasks = plan.tasks
        if len(tasks) > 1:
            parent = await asyncio.to_thread(_create_parent, plan, place, options)
            tasks = [_child(task, plan, parent) for task in tasks]
        try:
            notebooks = await execute_all(
                tasks,
                place,
                board=board,
                jobs=options.jobs,
                fail_fast=options.fail_fast,
                stop=interruption.stop,
            )
        finally:
            if parent is not None:
                status = _status_of(notebooks, interrupted=interruption.came)
                await asyncio.to_thread(parent.finish, status, options.name)
    if plan.varied and sys.stdout.isatty():
        board.clear()
    report(notebooks, plan.varied, parent)
    if options.output:
        write_notebook(notebooks[0].notebook, options.output)
    if interruption.came:
        return 130
    return 0 if _status_of(notebooks, interrupted=False) == "FINISHED" else 1


def _plan(options: argparse.Namespace) -> Plan:
    parameters = parse_parameters(options.parameters)
    varied = [name for name, values in parameters.items() if len(values) > 1]
    if varied and options.output:
        raise BadParameter("--output is for one run, and several values make several.")
    if options.output:
        require_writable(options.output)
    original = read_notebook(options.notebook)
    kernel = kernel_for(original, options.kernel)
    tasks, notes = [], {}
    for values in combinations(parameters):
        notebook, said = with_parameters(original, values)
        notes.update(dict.fromkeys(said))
        tasks.append(
            Task(
                notebook,
                original,
                options.notebook,
                kernel,
                name=options.name,
                values=values,
                timeout=options.timeout,
            )
        )
    if not any(map(is_code, original.cells)):
        notes["The notebook has no code to run."] = None
    if sets_tracking_uri(original):
        notes["The notebook chooses a tracking server itself: what it logs goes there."] = None
    chosen = chosen_experiment(tasks[0].notebook)
    if options.experiment and chosen and chosen != options.experiment:
        notes[f"The notebook chooses the experiment {chosen}: runs that it starts go there."] = None
    return Plan(tasks, varied, list(notes))


def _announce(plan: Plan, options: argparse.Namespace) -> None:
    """At once: a server and kernels take their time to start."""
    task, count = plan.tasks[0], len(plan.tasks)
    times = f" {count} times, {min(options.jobs, count)} at a time," if count > 1 else ""
    print(f"Running {task.path.name}{times} in the kernel {task.kernel} …", file=sys.stderr)
    for note in plan.notes:
        print(f"Note: {note}", file=sys.stderr)
    sys.stderr.flush()


def _experiment(notebook: NotebookNode, chosen: str | None) -> dict[str, str]:
    """That of the command line, that of the notebook, that of the environment, the default."""
    name = chosen or chosen_experiment(notebook)
    return {"name": name} if name else fluent.active_experiment()


def _create_parent(plan: Plan, place: Place, options: argparse.Namespace) -> ServerRun:
    fixed = {n: shown(v) for n, v in plan.tasks[0].values.items() if n not in plan.varied}
    path = options.notebook
    tags = notebook_tags(path, place.destination)
    name = options.name or path.stem
    return ServerRun.create(place, name, tags, fixed)


def _child(task: Task, plan: Plan, parent: ServerRun) -> Task:
    return replace(task, name=_name_in_grid(task, plan), tags={PARENT: parent.run_id})


def _name_in_grid(task: Task, plan: Plan) -> str:
    return ", ".join(f"{name}={shown(task.values[name])}" for name in plan.varied)


def _board(plan: Plan) -> Board:
    rows = [
        Row(
            [shown(task.values[name]) for name in plan.varied] or [task.path.name],
            _name_in_grid(task, plan) or task.name or task.path.name,
            sum(is_code(cell) for cell in task.notebook.cells),
        )
        for task in plan.tasks
    ]
    return Board(sys.stderr, plan.varied or ["notebook"], rows)


def _status_of(notebooks: list[TrackedNotebook], *, interrupted: bool) -> str:
    if interrupted:
        return "KILLED"
    outcomes = [notebook.outcome for notebook in notebooks]
    fine = bool(outcomes) and all(each and each.status == "FINISHED" for each in outcomes)
    return "FINISHED" if fine else "FAILED"


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="trackbook run",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebook", metavar="NOTEBOOK", type=lambda text: Path(text).absolute())
    parser.add_argument(
        "-P",
        "--parameter",
        dest="parameters",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="set a parameter; several values, as in max_depth=4,7,10, make several runs",
    )
    parser.add_argument("--name", help="the name of the run (default: the notebook's)")
    parser.add_argument(
        "--experiment",
        metavar="NAME",
        help="the experiment (default: the one that the notebook chooses, else "
        "MLFLOW_EXPERIMENT_NAME, else Default)",
    )
    parser.add_argument(
        "--output", metavar="OUT.ipynb", type=Path, help="also write the executed notebook here"
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_positive,
        default=default_jobs(),
        help="how many notebooks run at once (default: half the processors, here %(default)s)",
    )
    parser.add_argument(
        "--fail-fast", action="store_true", help="stop the others when one notebook fails"
    )
    parser.add_argument(
        "--kernel", metavar="NAME", help="the kernel to use (default: the notebook's)"
    )
    parser.add_argument(
        "--tracking-uri", metavar="URI", help="the tracking server (default: as for Jupyter here)"
    )
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_positive, help="how long a cell may take"
    )
    return parser.parse_args(arguments)


def default_jobs() -> int:
    """Training uses several threads by itself, and each kernel holds its data."""
    return max(1, (os.cpu_count() or 1) // 2)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 on")
    return int(text)

"""`npm run test:differential`: many seeds, fresh servers for each."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

# The servers and the clients stand beside this folder, as pytest has it.
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from pair import fresh_pair  # noqa: E402
from postgres import postgres_cluster  # noqa: E402
from session import Finding, Session  # noqa: E402
from shrink import shrink  # noqa: E402


def main() -> int:
    options = _options()
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="trackbook-differential-") as name,
        _stores(options.store, Path(name), options.seeds) as stores,
    ):
        folder = Path(name)
        # Makes the database that the servers of all seeds begin with.
        with fresh_pair(folder):
            pass
        seeds = range(options.first_seed, options.first_seed + options.seeds)
        run = partial(_run_seed, calls=options.calls // options.seeds, folder=folder)
        with ProcessPoolExecutor(options.parallel) as pool:
            found = pool.map(run, seeds, stores)
            findings = [finding for of_seed in found for finding in of_seed]
        if findings and options.shrink:
            _print_shrunk(findings[0], folder)
    calls = options.calls // options.seeds * options.seeds
    took = time.monotonic() - started
    print(f"{calls} calls, {options.seeds} seeds, {len(findings)} differences, {took:.0f} s")
    return 1 if findings else 0


@contextmanager
def _stores(kind: str, folder: Path, count: int) -> Iterator[list[list[str]]]:
    """The options that give each of our servers a store of its own; MLflow's is always SQLite."""
    if kind == "sqlite":
        yield [[]] * count
        return
    place = folder / "postgres"
    place.mkdir()
    with postgres_cluster(place, "fsync=off") as cluster:
        yield [["--backend-store-uri", cluster.create_database()] for _ in range(count)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--calls", type=int, default=20_000, help="in all")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2, help="seeds at a time")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--shrink", action="store_true", help="minimise the first difference, on SQLite"
    )
    return parser.parse_args()


def _run_seed(seed: int, store: Sequence[str], calls: int, folder: Path) -> list[Finding]:
    with fresh_pair(folder, *store) as (oracle, ours):
        findings = Session(seed, oracle, ours).run(calls)
    for finding in findings:
        print(finding, end="\n\n", flush=True)
    print(f"seed {seed}: {len(findings)} differences", file=sys.stderr)
    return findings


def _print_shrunk(finding: Finding, folder: Path) -> None:
    print(f"seed {finding.seed}, step {finding.step} needs no more than:")
    for call in [*shrink(finding, folder), finding.difference.call]:
        print(f"  {call.method} {call.path} {call.json or call.query or call.data}")


if __name__ == "__main__":
    sys.exit(main())

"""`npm run test:differential`: many seeds, fresh servers for each."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

# The servers and the clients stand beside this folder, as pytest has it.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from pair import fresh_pair  # noqa: E402
from session import Finding, Session  # noqa: E402
from shrink import shrink  # noqa: E402


def main() -> int:
    options = _options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="trackbook-differential-") as name:
        folder = Path(name)
        # Makes the database that the servers of all seeds begin with.
        with fresh_pair(folder):
            pass
        seeds = range(options.first_seed, options.first_seed + options.seeds)
        run = partial(_run_seed, calls=options.calls // options.seeds, folder=folder)
        with ProcessPoolExecutor(options.parallel) as pool:
            findings = [finding for found in pool.map(run, seeds) for finding in found]
        if findings and options.shrink:
            _print_shrunk(findings[0], folder)
    calls = options.calls // options.seeds * options.seeds
    took = time.monotonic() - started
    print(f"{calls} calls, {options.seeds} seeds, {len(findings)} differences, {took:.0f} s")
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--calls", type=int, default=20_000, help="in all")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2, help="seeds at a time")
    parser.add_argument("--shrink", action="store_true", help="minimise the first difference")
    return parser.parse_args()


def _run_seed(seed: int, calls: int, folder: Path) -> list[Finding]:
    with fresh_pair(folder) as (oracle, ours):
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

"""The command: runs all checks and prints what they found."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from .finding import Finding
from .folder import check_folder
from .installation import check_installation
from .server import DEFAULT_PORT, check_port, check_tracking_uri

LABELS = {"ok": "ok", "note": "note", "problem": "PROBLEM"}


def main(arguments: Sequence[str]) -> int:
    """0 if nothing is wrong, 1 if something is."""
    options = _parse(arguments)
    findings = list(_look(options.folder.absolute(), options.port))
    if options.json:
        print(json.dumps({"findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            _print(finding)
    problems = sum(finding.level == "problem" for finding in findings)
    if not options.json:
        print(f"{problems} problem{'' if problems == 1 else 's'} found.")
    return 1 if problems else 0


def _look(folder: Path, port: int) -> Iterator[Finding]:
    yield from check_installation()
    yield from check_tracking_uri()
    yield from check_folder(folder)
    yield check_port(port)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="trackbook doctor",
        description="Looks for the usual troubles, and says what to do about each.",
    )
    parser.add_argument(
        "--folder",
        type=_folder,
        default=Path(),
        help="the folder that Jupyter is started in (default: this one)",
    )
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="the port that `trackbook server` shall have"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    return parser.parse_args(arguments)


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


def _print(finding: Finding) -> None:
    print(f"{LABELS[finding.level]:>8}  {finding.text}")
    if finding.advice:
        print(f"{'':>8}  {finding.advice}")

"""The three sets that the homework's scripts hand to each other as files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import joblib

# taxi.py, whose matrices the files hold, stands beside the notebooks.
sys.path.append(str(Path(__file__).resolve().parents[1]))

DEFAULT_FOLDER = Path("output")


def argument_parser(description: str | None) -> ArgumentParser:
    """A parser with the option that every script has: where the sets are kept."""
    parser = ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="folder of the sets")
    return parser


def save(folder: Path, name: str, content: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(content, _file(folder, name))


def load(folder: Path, name: str) -> Any:
    file = _file(folder, name)
    if not file.exists():
        raise SystemExit(f"{file} is not there yet: run preprocess_data.py first")
    return joblib.load(file)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.joblib"

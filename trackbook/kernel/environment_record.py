"""Where a run ran, without environment variables; src/data/environment-record.ts has the shape."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from .masking import mask_diff
from .provenance import Commit, git

FORMAT_VERSION = 1
DIFF_LIMIT = 1_000_000
GPU_TIMEOUT = 5.0
# Notebooks are full of outputs, and their cells are recorded as they ran; the others hold secrets.
LEFT_OUT = ("*.ipynb", "*.env", ".env*", "*.pem", "*.key")


def environment_record(commit: Commit | None, diff: str | None) -> dict[str, Any]:
    cut = diff is not None and diff.endswith(CUT)
    return {
        "version": FORMAT_VERSION,
        **machine(),
        "git": commit
        and {
            "commit": commit.sha,
            "branch": git("branch", "--show-current") or None,
            "dirty": commit.dirty,
            "diff": None if not diff else "cut" if cut else "stored",
        },
    }


@cache
def machine() -> dict[str, Any]:
    return {
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
        },
        "system": {
            "name": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
        },
        "cpu": {"model": _cpu_model(), "cores": os.cpu_count()},
        "memory": psutil.virtual_memory().total,
        "gpus": _gpus(),
    }


CUT = f"\n[cut: the changes are longer than {DIFF_LIMIT / 1e6:g} MB]\n"


def uncommitted_diff() -> str | None:
    """Changes of tracked files since the last commit, secrets masked; None where there are none."""
    pathspecs = [f":(exclude,glob)**/{pattern}" for pattern in LEFT_OUT]
    diff = git("diff", "HEAD", "--no-color", "--no-ext-diff", "--", ":/", *pathspecs)
    if not diff:
        return None
    masked = mask_diff(diff[: DIFF_LIMIT + 1])
    return masked[:DIFF_LIMIT] + CUT if len(diff) > DIFF_LIMIT else masked + "\n"


def _cpu_model() -> str | None:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor() or None
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, None) or platform.processor() or None


def _gpus() -> list[dict[str, Any]]:
    """As NVIDIA's driver tells; no library of the user's is imported to ask."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return []
    query = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(
            [tool, *query],
            capture_output=True,
            text=True,
            timeout=GPU_TIMEOUT,
            stdin=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [_gpu(line.split(", ")) for line in answer.stdout.splitlines() if line.strip()]


def _gpu(fields: list[str]) -> dict[str, Any]:
    name, memory, driver = [*fields, "", ""][:3]
    mebibytes = int(memory) if memory.strip().isdigit() else None
    return {
        "name": name.strip(),
        "memory": None if mebibytes is None else mebibytes * 1024 * 1024,
        "driver": driver.strip() or None,
    }

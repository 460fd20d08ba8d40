"""The data of a run as MLflow's dataset inputs, so that its own pages show them, too."""

from __future__ import annotations

import json
from typing import Any

# What MLflow's stores take.
DIGEST_LENGTH = 36
SCHEMA_LENGTH = 65_535
CONTEXT = "mlflow.data.context"
CAPTURED = {"key": "trackbook.captured", "value": "true"}

# By the beginning of a type's name.
MLFLOW_TYPES = {
    "bool": "boolean",
    "int64": "long",
    "int": "integer",
    "uint": "long",
    "float64": "double",
    "double": "double",
    "float": "float",
    "datetime": "datetime",
    "timestamp": "datetime",
    "date": "datetime",
}


def dataset_inputs(content: dict[str, Any], source: dict[str, str]) -> list[dict[str, Any]]:
    """Of what was read whole: MLflow asks for a digest. `source` are tags of the code."""
    files = [
        _input(file["path"].rpartition("/")[2], file["sha256"], "local", {"uri": file["path"]}, {})
        | {"profile": json.dumps({"bytes": file["size"]})}
        for file in content["files"]
        if file["sha256"] and file["use"] == "input"
    ]
    frames = [
        _input(frame["name"], frame["digest"], "code", {"tags": source}, frame)
        # What the user logged is there already.
        for frame in {each["name"]: each for each in content["frames"]}.values()
        if frame["digest"] and frame["use"] != "logged"
    ]
    return [
        {"tags": [{"key": CONTEXT, "value": "read"}, CAPTURED], "dataset": file} for file in files
    ] + [
        {"tags": [{"key": CONTEXT, "value": "frame"}, CAPTURED], "dataset": frame}
        for frame in frames
    ]


def _input(
    name: str, digest: str, kind: str, source: dict[str, Any], frame: dict[str, Any]
) -> dict[str, Any]:
    dataset = {
        "name": name,
        "digest": digest[:DIGEST_LENGTH],
        "source_type": kind,
        "source": json.dumps(source),
    }
    if not frame:
        return dataset
    columns = frame["columns"]
    schema = json.dumps({"mlflow_colspec": [_colspec(column) for column in columns]})
    if len(schema) <= SCHEMA_LENGTH:
        dataset["schema"] = schema
    elements = frame["rows"] * len(columns)
    dataset["profile"] = json.dumps({"num_rows": frame["rows"], "num_elements": elements})
    return dataset


def _colspec(column: dict[str, Any]) -> dict[str, Any]:
    dtype = column["dtype"].lower()
    kinds = (kind for start, kind in MLFLOW_TYPES.items() if dtype.startswith(start))
    return {
        "type": next(kinds, "string"),
        "name": column["name"],
        "required": column.get("missing") == 0,
    }

"""Writes down the tables of the installed mlflow's database, for `trackbook export`.

Run it with the mlflow whose databases the export shall make:

    .venv/bin/python scripts/dump-mlflow-schema.py
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import mlflow
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

TARGET = (
    Path(__file__).parents[1] / "src" / "server" / "moving" / "mlflow-database" / "mlflow-schema.ts"
)

HEADER = """\
/**
 * The tables of an empty SQLite database of MLflow {version}, as its migrations leave them. Made
 * by scripts/dump-mlflow-schema.py; do not edit. MLflow is Copyright Databricks, Inc. and others,
 * under the Apache License 2.0 (https://github.com/mlflow/mlflow/blob/master/LICENSE.txt).
 */
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        SqlAlchemyStore(f"sqlite:///{path}", folder).engine.dispose()
        with sqlite3.connect(path) as database:
            tables = database.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                "ORDER BY type = 'table' DESC, rowid"
            ).fetchall()
            (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            workspaces = database.execute("SELECT name, description FROM workspaces").fetchall()
    statements = ";\n\n".join(sql.replace("\t", "  ").replace(" \n", "\n") for (sql,) in tables)
    if any(special in statements for special in ("`", "\\", "${")):
        raise ValueError("the statements do not fit a template literal as they are")
    [(name, description)] = workspaces
    TARGET.write_text(
        HEADER.format(version=mlflow.__version__)
        + f"export const MLFLOW_SCHEMA = `\n{statements};\n`;\n\n"
        + "/** The last migration that these tables come from. */\n"
        + f"export const ALEMBIC_REVISION = '{revision}';\n\n"
        + "/** The one workspace that every database has. */\n"
        + f"export const WORKSPACE = {{\n  name: '{name}',\n  description: '{description}'\n}};\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()

"""What a run read and made, seen by the hook in real kernels: `trackbook/data.json`."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from taxi_data import taxi_month

SMALL_CSV = "a,b\n1,x\n2,y\n"


def data_of(tracking, run):
    return json.loads(tracking.wait_for_artifact(run, "trackbook/data.json"))


def track(kernel, tracking, cell, cell_id="cell-1"):
    """Execute a tracked cell and return the data of its run."""
    known = {run.run_id for run in tracking.runs()}
    result = kernel.run(f"%%track\n{cell}", cell_id)
    assert result.status == "ok", (result.error, result.text)
    [run] = [run for run in tracking.runs() if run.run_id not in known]
    return data_of(tracking, run)


def file_named(data, name):
    [file] = [file for file in data["files"] if file["path"].endswith(name)]
    return file


def test_a_month_read_with_pandas_is_recorded_with_its_hash_and_frame(kernel, tracking):
    month = taxi_month("2021-01")
    data = track(kernel, tracking, f"import pandas as pd\ndf = pd.read_parquet({str(month)!r})")

    [file] = data["files"]
    stat = month.stat()
    assert file == {
        "path": str(month),
        "kind": "local",
        "use": "input",
        "size": stat.st_size,
        "modified_at": stat.st_mtime_ns // 1_000_000,
        "sha256": hashlib.sha256(month.read_bytes()).hexdigest(),
        "note": None,
        "readers": ["pandas.read_parquet"],
        "executions": [0],
    }
    [frame] = data["frames"]
    assert (frame["name"], frame["use"], frame["rows"]) == ("df", "assigned", 76518)
    fares = next(column for column in frame["columns"] if column["name"] == "fare_amount")
    assert (fares["min"], fares["max"], fares["missing"]) == (-280.0, 284.0, 0)


@pytest.mark.parametrize(
    ("cell", "file", "reader"),
    [
        ("import polars as pl\nx = pl.read_csv('small.csv')", "small.csv", "polars.read_csv"),
        ("import polars as pl\nx = pl.scan_csv('*.csv')", "small.csv", "polars.scan_csv"),
        (
            "import pyarrow.csv\nx = pyarrow.csv.read_csv('small.csv')",
            "small.csv",
            "pyarrow.csv.read_csv",
        ),
        ("import pandas\nx = pandas.read_csv('small.csv')", "small.csv", "pandas.read_csv"),
        (
            "import numpy as np\nx = np.loadtxt('small.csv', dtype=str)",
            "small.csv",
            "numpy.loadtxt",
        ),
        ("x = open('small.csv').read()", "small.csv", "open"),
        ("from pathlib import Path\nx = Path('small.csv').read_text()", "small.csv", "open"),
    ],
)
def test_each_reader_is_heard(kernel, tracking, folder, cell, file, reader):
    (folder / "small.csv").write_text(SMALL_CSV)
    found = file_named(track(kernel, tracking, cell), file)

    assert found["path"] == "small.csv"
    assert found["readers"] == [reader]
    assert found["sha256"] == hashlib.sha256(SMALL_CSV.encode()).hexdigest()


def test_what_a_run_wrote_is_no_input(kernel, tracking, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    data = track(
        kernel,
        tracking,
        "import pandas as pd\n"
        "df = pd.read_csv('small.csv')\n"
        "df.to_parquet('step.parquet')\n"
        "step = pd.read_parquet('step.parquet')\n"
        "step.to_csv('result.csv')",
    )
    uses = {file["path"]: file["use"] for file in data["files"]}

    assert uses == {
        "small.csv": "input",
        "step.parquet": "intermediate",
        "result.csv": "output",
    }


def test_what_earlier_cells_read_is_part_of_the_record(kernel, tracking, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    kernel.run("import pandas as pd\ndf = pd.read_csv('small.csv')", "load")
    data = track(kernel, tracking, "total = df['a'].sum()", "train")

    assert file_named(data, "small.csv")["executions"] == [0]
    [frame] = data["frames"]
    assert (frame["name"], frame["use"], frame["execution"]) == ("df", "used", 1)


def test_nothing_of_the_interpreter_is_data(kernel, tracking, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    data = track(
        kernel,
        tracking,
        "import inspect, json, linecache, matplotlib.pyplot as plt\n"
        "inspect.getsource(json)\n"
        "open(json.__file__).close()\n"
        "open('/proc/self/status').close()\n"
        "open('small.csv').close()",
    )
    assert [file["path"] for file in data["files"]] == ["small.csv"]


def test_what_programs_keep_for_themselves_is_no_data(kernel, tracking, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    data = track(
        kernel,
        tracking,
        "import pathlib, tempfile\n"
        "from jupyter_core.paths import jupyter_runtime_dir\n"
        "for place in [pathlib.Path('.config', 'mlflow'), pathlib.Path(jupyter_runtime_dir())]:\n"
        "    place.mkdir(parents=True, exist_ok=True)\n"
        "    own = place / 'trackbook-test.json'\n"
        "    own.write_text('{}')\n"
        "    own.read_text()\n"
        "    own.unlink()\n"
        "with tempfile.TemporaryDirectory() as parcel:\n"
        "    model = pathlib.Path(parcel, 'model.pkl')\n"
        "    model.write_text('a model on its way to the server')\n"
        "    model.read_text()\n"
        "open('small.csv').close()",
    )
    assert [file["path"] for file in data["files"]] == ["small.csv"]


def test_a_frame_is_recorded_as_it_was_when_its_cell_ended(kernel, tracking):
    kernel.run("import pandas as pd, numpy as np")
    before = kernel.submit("%%track first\ndf = pd.DataFrame({'x': np.arange(200_000.0)})", "a")
    after = kernel.submit("df['x'] *= 0", "b")
    kernel.wait(before)
    kernel.wait(after)
    [run] = tracking.wait_for_runs(1, "FINISHED")

    [frame] = data_of(tracking, run)["frames"]
    assert frame["columns"][0]["max"] == 199_999.0


def test_a_change_far_down_and_in_the_last_column_is_seen(kernel, tracking):
    make = (
        "import numpy as np, pandas as pd\n"
        "df = pd.DataFrame(np.zeros((20_000, 30)), columns=[f'c{i}' for i in range(30)])\n"
    )
    first = track(kernel, tracking, make)["frames"][-1]
    second = track(kernel, tracking, f"{make}df.iloc[19_999, 29] = 1e-9")["frames"][-1]

    assert first["digest"] != second["digest"]
    differing = [
        a["name"]
        for a, b in zip(first["columns"], second["columns"], strict=True)
        if a["digest"] != b["digest"]
    ]
    assert differing == ["c29"]


def test_datasets_given_to_log_input_are_recorded_whole(kernel, tracking):
    result = kernel.run(
        "import mlflow, pandas as pd\n"
        "def train():\n"
        "    frame = pd.DataFrame({'x': range(12_000)})\n"
        "    with mlflow.start_run():\n"
        "        dataset = mlflow.data.from_pandas(frame, name='rides')\n"
        "        mlflow.log_input(dataset, context='training')\n"
        "train()"
    )
    assert result.status == "ok", result.text
    [run] = tracking.wait_for_runs(1, "FINISHED")

    [frame] = data_of(tracking, run)["frames"]
    assert (frame["name"], frame["use"], frame["context"]) == ("rides", "logged", "training")
    assert frame["rows"] == 12_000
    assert frame["columns"][0]["max"] == 11_999


def test_mlflow_is_told_of_the_data_of_tracked_cells(kernel, tracking, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    data = track(kernel, tracking, "import pandas as pd\ndf = pd.read_csv('small.csv')")
    [run] = tracking.runs()

    def inputs():
        found = tracking.client.get("runs/get", run_id=run.run_id)["run"]
        datasets = found.get("inputs", {}).get("dataset_inputs", [])
        return {each["dataset"]["name"]: each["dataset"] for each in datasets}

    tracking.wait_until(lambda: len(inputs()) == 2)
    assert inputs()["small.csv"]["digest"] == data["files"][0]["sha256"][:36]
    frame = inputs()["df"]
    assert frame["digest"] == data["frames"][0]["digest"][:36]
    assert json.loads(frame["profile"]) == {"num_rows": 2, "num_elements": 4}
    assert [column["type"] for column in json.loads(frame["schema"])["mlflow_colspec"]] == [
        "long",
        "string",
    ]


def test_an_address_is_recorded_without_its_secrets(kernel, tracking):
    result = kernel.run(
        "%%track\n"
        "import threading, http.server, pandas as pd\n"
        "class Answer(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(200); self.end_headers(); self.wfile.write(b'a\\n1\\n')\n"
        "    def log_message(self, *arguments): pass\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), Answer)\n"
        "threading.Thread(target=server.serve_forever, daemon=True).start()\n"
        "df = pd.read_csv(f'http://127.0.0.1:{server.server_port}/rides.csv?signature=abc')\n"
        "server.shutdown()"
    )
    assert result.status == "ok", result.text
    [run] = tracking.wait_for_runs(1, "FINISHED")
    file = file_named(data_of(tracking, run), "/rides.csv")

    assert (file["kind"], file["sha256"]) == ("remote", None)
    assert "elsewhere" in file["note"]


def test_an_error_of_a_reader_reaches_the_user_unchanged(kernel, tracking):
    result = kernel.run(
        "import traceback, pandas as pd\n"
        "try:\n"
        "    pd.read_csv('absent.csv')\n"
        "except FileNotFoundError as error:\n"
        "    print(error.filename)"
    )
    assert result.text == "absent.csv\n"


def test_a_killed_kernel_leaves_the_data_of_its_run(tracking, start_kernel, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    kernel = start_kernel(tracking.record)
    kernel.run("%track_start long")
    kernel.run("import pandas as pd\ndf = pd.read_csv('small.csv')", "load")
    tracking.wait_until(
        lambda: any(b'"frame"' in path.read_bytes() for path in folder.rglob("*.jsonl"))
    )
    kernel.kill()
    start_kernel(tracking.record)

    [run] = tracking.wait_for_runs(1, "KILLED")
    data = data_of(tracking, run)
    assert file_named(data, "small.csv")["sha256"]
    assert data["frames"][0]["name"] == "df"


def test_unloading_gives_every_function_back(kernel):
    kernel.run("import pandas as pd, polars, pyarrow.parquet as pq, mlflow")
    kernel.run("%unload_ext trackbook.kernel")
    result = kernel.run(
        "import builtins, io, _io, sys\n"
        "import IPython.core.interactiveshell as shell\n"
        "own = [name for name, module in {'b': builtins, 'i': io}.items()"
        " if module.open is not _io.open]\n"
        "own += ['io_open'] if shell.io_open is not _io.open else []\n"
        "own += [f for f in (pd.read_csv, polars.read_csv, pq.read_table, pq.ParquetFile.__init__,"
        " mlflow.log_input, mlflow.tracking.fluent.log_input)"
        " if 'trackbook' in f.__code__.co_filename]\n"
        "own += [finder for finder in sys.meta_path if 'trackbook' in type(finder).__module__]\n"
        "own"
    )
    assert result.value == "[]"


@pytest.mark.parametrize(
    ("cell", "file", "reader"),
    [
        ("x = np.load('a.npy')", "a.npy", "numpy.load"),
        ("x = np.load('a.npy', mmap_mode='r')", "a.npy", "numpy.load"),
        ("x = np.load('a.npz')['y']", "a.npz", "numpy.load"),
        ("x = np.loadtxt('a.txt')", "a.txt", "numpy.loadtxt"),
        ("x = np.genfromtxt(fname='a.txt')", "a.txt", "numpy.genfromtxt"),
        ("x = np.fromfile('a.bin')", "a.bin", "numpy.fromfile"),
        ("x = np.memmap('a.bin', dtype=float, mode='r')", "a.bin", "open"),
    ],
)
def test_arrays_are_recorded_with_the_files_that_they_come_from(
    kernel, tracking, folder, cell, file, reader
):
    values = np.array([1.5, 2.5, np.nan])
    np.save(folder / "a.npy", values)
    np.savez(folder / "a.npz", y=values)
    np.savetxt(folder / "a.txt", values)
    values.tofile(folder / "a.bin")
    data = track(kernel, tracking, f"import numpy as np\n{cell}")

    found = file_named(data, file)
    assert (found["use"], found["readers"]) == ("input", [reader])
    assert found["sha256"] == hashlib.sha256((folder / file).read_bytes()).hexdigest()
    [frame] = data["frames"]
    assert (frame["library"], frame["rows"], frame["shape"]) == ("numpy", 3, [3])
    [column] = frame["columns"]
    assert (column["min"], column["max"], column["missing"]) == (1.5, 2.5, 1)
    assert frame["digest"]


def test_readers_work_in_other_processes(kernel, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    result = kernel.run(
        "import multiprocessing, numpy as np, pandas as pd\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "np.save('a.npy', np.arange(3))\n"
        "context = multiprocessing.get_context('spawn')\n"
        "with ProcessPoolExecutor(1, mp_context=context) as pool:\n"
        "    frames = list(pool.map(pd.read_csv, ['small.csv']))\n"
        "    arrays = list(pool.map(np.load, ['a.npy']))\n"
        "len(frames[0]), arrays[0].sum()"
    )
    assert result.value == "(2, np.int64(3))", result.text


def test_limits_of_the_code_the_environment_and_the_settings(tracking, start_kernel, folder):
    (folder / "small.csv").write_text(SMALL_CSV)
    kernel = start_kernel(tracking.record)
    kernel.open_comm()
    kernel.tell(type="hello", notebook="n.ipynb", data_limits={"file": 5, "seconds": 30})
    read = "import pandas as pd\ndf = pd.read_csv('small.csv')"
    note = file_named(track(kernel, tracking, read), "small.csv")["note"]
    assert note == "not hashed: larger than 5B (limit file)"

    assert kernel.run("%track_data copy=0").status == "ok"
    assert kernel.run("%track_data").text == "file=5B cell=4GB copy=0B seconds=30\n"
    kernel.tell(type="hello", notebook="n.ipynb", data_limits={"file": 1})
    assert kernel.run("%track_data file=1GB").status == "ok"
    data = track(kernel, tracking, read, "cell-2")
    assert file_named(data, "small.csv")["sha256"]
    assert "limit copy=0B" in data["frames"][-1]["note"]
    assert "file=much sets no limit" in kernel.run("%track_data file=much").text

    chosen = start_kernel(tracking.record, TRACKBOOK_DATA_LIMITS="file=7B")
    chosen.open_comm()
    chosen.tell(type="hello", notebook="n.ipynb", data_limits={"file": 1})
    assert chosen.run("%track_data").text == "file=7B cell=4GB copy=256MB seconds=60\n"


def test_what_is_read_can_be_cancelled(kernel, tracking, folder):
    with (folder / "large.bin").open("wb") as file:
        file.truncate(900_000_000)
    kernel.run("%%track\nopen('large.bin').close()")
    kernel.run("%track_data cancel")
    [run] = tracking.wait_for_runs(1, "FINISHED")

    assert file_named(data_of(tracking, run), "large.bin")["note"] == "not hashed: it was cancelled"


def test_a_cell_with_too_much_of_everything_says_what_is_left_out(kernel, tracking, folder):
    data = track(
        kernel,
        tracking,
        "import numpy as np\n"
        + "\n".join(f"x{number} = np.zeros(2)" for number in range(22))
        + "\nfor number in range(2_001):\n"
        "    open(f'{number}.txt', 'w').close()\n",
    )
    assert data["left_out"] == [
        {"execution": 0, "note": "more than 2,000 files: the others"},
        {"execution": 0, "note": "more than 20 frames and arrays: x20, x21"},
    ]


def test_objects_that_fail_leave_the_cell_and_the_rest_of_the_record_alone(kernel, tracking):
    data = track(
        kernel,
        tracking,
        "import numpy as np, pandas as pd\n"
        "class Odd:\n"
        "    def __repr__(self): raise SystemExit\n"
        "    def __array__(self, *a, **k): raise SystemExit\n"
        "    def __getattribute__(self, name): raise SystemExit\n"
        "odd = Odd()\n"
        "series = pd.Series([1, 2], name=pd.NA)\n"
        "df = pd.DataFrame({'x': pd.Series([1, 2])})\n"
        "depth = 3",
    )
    assert [frame["name"] for frame in data["frames"]] == ["series", "df"]
    assert all(frame["digest"] for frame in data["frames"])

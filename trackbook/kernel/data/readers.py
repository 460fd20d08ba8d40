"""Functions that read and write files past Python's `open`, by the module that offers them.

Their paths are the first argument of a reading function and the second of all others, which have
the data or `self` before it.
"""

from __future__ import annotations

READERS: dict[str, tuple[str, ...]] = {
    "pandas": (
        *("read_csv", "read_table", "read_fwf", "read_parquet", "read_feather", "read_orc"),
        *("read_json", "read_excel", "read_hdf", "read_pickle", "read_stata", "read_sas"),
        *("read_spss", "read_xml"),
    ),
    "polars": (
        *("read_csv", "scan_csv", "read_parquet", "scan_parquet", "read_ipc", "read_ipc_stream"),
        *("scan_ipc", "read_ndjson", "scan_ndjson", "read_json", "read_avro", "read_excel"),
        *("read_ods", "read_delta", "scan_delta"),
    ),
    "pyarrow.parquet": (
        *("read_table", "read_pandas", "ParquetFile.__init__", "ParquetDataset.__init__"),
    ),
    "pyarrow.dataset": ("dataset",),
    "pyarrow.csv": ("read_csv", "open_csv"),
    "pyarrow.json": ("read_json",),
    "pyarrow.feather": ("read_table", "read_feather"),
    "pyarrow.orc": ("read_table", "ORCFile.__init__"),
    "h5py": ("File.__init__",),
    "numpy": ("load", "loadtxt", "genfromtxt", "fromfile", "fromregex"),
}

WRITERS: dict[str, tuple[str, ...]] = {
    "polars": (
        *("DataFrame.write_csv", "DataFrame.write_parquet", "DataFrame.write_ipc"),
        *("DataFrame.write_ndjson", "DataFrame.write_json", "DataFrame.write_avro"),
        *("LazyFrame.sink_csv", "LazyFrame.sink_parquet", "LazyFrame.sink_ipc"),
        "LazyFrame.sink_ndjson",
    ),
    "pyarrow.parquet": ("write_table", "ParquetWriter.__init__"),
    "pyarrow.dataset": ("write_dataset",),
    "pyarrow.csv": ("write_csv",),
    "pyarrow.feather": ("write_feather",),
    "pyarrow.orc": ("write_table",),
}

MODULES = {*READERS, *WRITERS}
KEYWORDS = (
    *("filepath_or_buffer", "path", "path_or_buf", "path_or_buffer", "io", "source", "sources"),
    *("fname", "input_file", "where", "file", "dest", "output_file", "base_dir", "path_or_paths"),
    "name",
)


def place_of_path(function: str, *, writes: bool) -> int:
    return 1 if writes or "." in function else 0

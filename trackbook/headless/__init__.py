"""Notebooks as runs on the command line: `trackbook run`."""

"""What a session reads, and the data frames of its runs: the content of `trackbook/data.json`."""

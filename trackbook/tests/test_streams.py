"""What cells print is kept as one output a stream, in a time that grows with its length."""

from __future__ import annotations

import time

from nbformat.v4 import new_output

from trackbook.headless.streams import joined_streams


def stream(name: str, text: str):
    return new_output("stream", name=name, text=text)


def test_each_stream_is_one_output_where_it_began():
    result = new_output("display_data", {"text/plain": "figure"})
    printed = [
        *(stream("stdout", "a"), stream("stderr", "warn"), result),
        *(stream("stdout", "b\n"), stream("stderr", "ing")),
    ]
    assert joined_streams(printed) == [
        stream("stdout", "ab\n"),
        stream("stderr", "warning"),
        result,
    ]
    assert joined_streams([]) == []


def test_what_was_written_over_is_gone():
    bar = stream("stderr", "begin\n\r 10 %\r 50 %"), stream("stderr", "\r100 %\r\nend\r")
    assert joined_streams(bar) == [stream("stderr", "begin\n100 %\r\nend\r")]


def test_long_lines_and_many_pieces_take_little_time():
    began = time.process_time()
    long = [stream("stdout", "x" * 10_000_000), *(stream("stdout", "y") for _ in range(10_000))]
    [output] = joined_streams(long)
    assert len(output.text) == 10_010_000
    assert time.process_time() - began < 5

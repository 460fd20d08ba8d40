"""The live table, as a terminal shows it."""

from __future__ import annotations

import io
import re

from trackbook.headless.board import Board, Row

CONTROL = re.compile(r"\x1b\[(\d*)([AK])|(\r)|(\n)|([^\x1b\r\n]+)")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        lines, row, column = [""], 0, 0
        for number, command, back, end, text in CONTROL.findall(self.getvalue()):
            if command == "A":
                row -= int(number)
            elif command == "K":
                lines[row] = lines[row][:column]
            elif back or end:
                column, row = 0, row + bool(end)
                lines += [""] * (row + 1 - len(lines))
            else:
                lines[row] = lines[row][:column] + text + lines[row][column + len(text) :]
                column += len(text)
        return [line.rstrip() for line in lines if line.strip()]


def board(stream: io.StringIO) -> Board:
    return Board(stream, ["depth"], [Row(["4"], "depth=4", 2), Row(["7"], "depth=7", 2)])


def test_a_line_stands_above_the_table_whatever_was_typed_meanwhile():
    terminal = Terminal()
    live = board(terminal)
    live.begin(live.rows[0])
    live.cell(live.rows[0])
    terminal.write("^C")
    live.say("Stopping the kernels …")
    live.end(live.rows[0], "killed")

    assert terminal.screen() == [
        "Stopping the kernels …",
        "depth  state    time",
        "4      killed   0 s",
        "7      waiting",
        "1 killed, 1 waiting",
    ]


def test_elsewhere_there_are_lines_only():
    stream = io.StringIO()
    plain = board(stream)
    plain.begin(plain.rows[0])
    plain.say("Stopping the kernels …")
    plain.end(plain.rows[0], "killed")

    said = stream.getvalue().splitlines()
    assert said[0] == "Stopping the kernels …"
    assert re.fullmatch(r"1 of 2: depth=4 killed after 0\.\d s", said[1])


def test_shows_metrics_as_they_arrive_and_the_best_run_so_far():
    terminal = Terminal()
    live = board(terminal)
    for row, rmse in zip(live.rows, (6.5, 6.25), strict=True):
        live.begin(row)
        row.metrics = {"rmse": rmse, "rows": 10.0}
    live.end(live.rows[0], "finished")
    assert terminal.screen() == [
        "depth  rmse  rows  state        time",
        "4      6.5   10    finished     0 s",
        "7      6.25  10    cell 0 of 2  0 s",
        "1 finished, 1 running",
    ]
    live.end(live.rows[1], "finished")
    assert terminal.screen()[-1] == "2 finished; best rmse 6.25: depth=7"


def test_goes_for_what_comes_in_its_place_and_leaves_what_stands_above():
    terminal = Terminal()
    terminal.write("$ trackbook run\n")
    live = board(terminal)
    live.begin(live.rows[0])
    live.clear()
    terminal.write("the report\n")

    assert terminal.screen() == ["$ trackbook run", "the report"]


def test_lines_have_the_metrics_of_what_ended():
    stream = io.StringIO()
    plain = board(stream)
    plain.begin(plain.rows[0])
    plain.rows[0].metrics = {"rmse": 6.5}
    plain.end(plain.rows[0], "finished")
    assert re.fullmatch(r"1 of 2: depth=4 finished after 0\.\d s, rmse 6\.5\n", stream.getvalue())

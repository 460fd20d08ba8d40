"""Sees what a tracked cell shows: its text, the value of its last expression, its figures."""

from __future__ import annotations

import sys
from typing import Any

from .figures import being_shown, open_figures
from .find import Shown

TEXT_LIMIT = 100_000
FIGURE_LIMIT = 20
PLOTLY = "application/vnd.plotly.v1+json"


class Watch:
    """Looks only between `begin` and `end`; what others do costs one comparison."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._shown: Shown | None = None
        self._stream: Any = None

    def register(self) -> None:
        # Before matplotlib's own callback, which shows the figures of the cell and closes them.
        self._shell.events.register("post_execute", self._keep_figures)
        if hasattr(self._shell.display_pub, "register_hook"):
            self._shell.display_pub.register_hook(self._on_display)

    def unregister(self) -> None:
        self._shell.events.unregister("post_execute", self._keep_figures)
        if hasattr(self._shell.display_pub, "unregister_hook"):
            self._shell.display_pub.unregister_hook(self._on_display)
        if self._stream is not None:
            stream, self._stream = self._stream, None
            stream.pub_thread.schedule(lambda: stream.unregister_hook(self._on_text))

    def begin(self) -> None:
        self._shown = Shown()
        self._follow(sys.stdout)

    def end(self, result: Any) -> Shown:
        """`result` is what post_run_cell is given."""
        if self._stream is not None:
            self._stream.flush()
        shown, self._shown = self._shown or Shown(), None
        shown.result = getattr(result, "result", None)
        return shown

    def _follow(self, stream: Any) -> None:
        """Hear of what the kernel's stream sends; another stream of the user's is left alone."""
        if stream is self._stream or not hasattr(stream, "register_hook"):
            return
        self._stream = stream
        # Hooks belong to the thread that sends.
        stream.pub_thread.schedule(lambda: stream.register_hook(self._on_text))

    def _on_text(self, message: dict[str, Any]) -> dict[str, Any]:
        shown = self._shown
        if shown is not None and message["content"].get("name") == "stdout":
            # The end of a long output holds the results.
            shown.text = (shown.text + message["content"]["text"])[-TEXT_LIMIT:]
        return message

    def _on_display(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._shown is not None:
            data = message["content"].get("data", {})
            if "image/png" in data:
                self._keep_figures()
            elif PLOTLY in data or "text/html" in data:
                self._keep(being_shown())
        return message

    def _keep_figures(self) -> None:
        """`plt.show()` closes figures that no variable may hold."""
        if self._shown is not None:
            self._keep(open_figures())

    def _keep(self, figures: list[Any]) -> None:
        kept = self._shown.figures if self._shown else []
        for figure in figures:
            if len(kept) < FIGURE_LIMIT and not any(figure is other for other in kept):
                kept.append(figure)

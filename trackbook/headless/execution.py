"""A notebook in a fresh kernel, cell by cell, with its outputs."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from ..jupyter.hook_loader import hook_loader
from ..notebook_run import Lifeline
from .streams import joined_streams

# What the hook has still to send; jupyter_client ends the kernel by force after half of it.
SHUTDOWN_PATIENCE = 20
INTERRUPT_PATIENCE = 5.0


class Stopped(RuntimeError):
    """The user ended the execution."""


class KernelDied(RuntimeError):
    """The kernel ended by itself; `cell` is where, None before the first one."""

    def __init__(self, cell: int | None) -> None:
        super().__init__("The kernel died, by a crash or for want of memory.")
        self.cell = cell


class CellFailed(RuntimeError):
    """The cell raised an error, or took too long; the message is the traceback."""

    def __init__(self, cell: int, traceback: str) -> None:
        super().__init__(traceback)
        self.cell = cell


class Execution:
    """Fills the outputs of `notebook`; `on_cell` hears of each code cell that begins."""

    def __init__(
        self,
        notebook: NotebookNode,
        *,
        kernel: str,
        folder: Path,
        timeout: int | None,
        on_cell: Callable[[int], None],
        lifeline: Lifeline,
    ) -> None:
        self._notebook = notebook
        self._lifeline = lifeline
        self._on_cell = on_cell
        self._client = NotebookClient(
            notebook,
            kernel_name=kernel,
            timeout=timeout,
            resources={"metadata": {"path": str(folder)}},
        )

    async def run(self, environment: dict[str, str], stop: asyncio.Event) -> None:
        """Raises Stopped, KernelDied or CellFailed."""
        async with self._kernel(environment):
            for index, cell in enumerate(self._notebook.cells):
                if stop.is_set():
                    raise Stopped
                if is_code(cell):
                    self._on_cell(index)
                    await self._execute(cell, index, stop)
            self._client.set_widgets_metadata()

    @asynccontextmanager
    async def _kernel(self, environment: dict[str, str]) -> AsyncIterator[None]:
        client = self._client
        manager: Any = client.create_kernel_manager()
        manager.shutdown_wait_time = SHUTDOWN_PATIENCE
        try:
            # The terminal shows the progress; what cells print is in their outputs.
            await client.async_start_new_kernel(
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self._lifeline.for_child(),
            )
            try:
                await client.async_start_new_kernel_client()
            except RuntimeError as error:
                raise KernelDied(None) from error
            await self._load_hook()
            yield
        finally:
            # The client takes its manager away when it cleans up by itself.
            if client.km is not None:
                await client._async_cleanup_kernel()

    async def _load_hook(self) -> None:
        """Kernels of other environments do not load it by themselves."""
        assert self._client.kc is not None
        request = self._client.kc.execute(hook_loader(), silent=True, store_history=False)
        await self._client.async_wait_for_reply(request)

    async def _execute(self, cell: NotebookNode, index: int, stop: asyncio.Event) -> None:
        client: Any = self._client
        # What a notebook's front end sends with a cell, and nbclient does not.
        client.kc.session.metadata["cellId"] = cell.get("id")
        execution = asyncio.ensure_future(
            client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
        )
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({execution, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not execution.done():
                await client.km.interrupt_kernel()
                await asyncio.wait({execution}, timeout=INTERRUPT_PATIENCE)
                if not execution.done():
                    client.shutdown_kernel = "immediate"
            if stop.is_set():
                raise Stopped
            await execution
        except CellExecutionError as error:
            raise CellFailed(index, _traceback(cell, error)) from error
        except CellTimeoutError as error:
            message = f"The cell took longer than {client.timeout} seconds."
            await client.km.interrupt_kernel()
            raise CellFailed(index, message) from error
        except DeadKernelError as error:
            raise KernelDied(index) from error
        finally:
            for task in (execution, stopping):
                task.cancel()
            await asyncio.gather(execution, stopping, return_exceptions=True)
            cell.outputs = joined_streams(cell.outputs)


def is_code(cell: NotebookNode) -> bool:
    """Whether there is something to execute."""
    return cell.cell_type == "code" and bool(cell.source.strip())


def _traceback(cell: NotebookNode, error: CellExecutionError) -> str:
    for output in cell.outputs:
        if output.output_type == "error" and output.traceback:
            return "\n".join(output.traceback)
    return f"{error.ename}: {error.evalue}"

"""Which kernel a notebook is executed with."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbformat import NotebookNode


class NoKernel(RuntimeError):
    """The notebook cannot be executed; the message says what to do."""


def kernel_for(notebook: NotebookNode, chosen: str | None) -> str:
    manager = KernelSpecManager()
    name = chosen or notebook.metadata.get("kernelspec", {}).get("name") or "python3"
    try:
        spec = manager.get_kernel_spec(name)
    except NoSuchKernel as error:
        installed = ", ".join(sorted(manager.find_kernel_specs())) or "none"
        raise NoKernel(
            f"There is no kernel '{name}' here. Choose another by --kernel; installed: {installed}."
        ) from error
    if spec.language.lower() != "python":
        raise NoKernel(f"The kernel '{name}' is for {spec.language}, not for Python.")
    return name

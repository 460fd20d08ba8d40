"""What a cell leaves behind that is worth logging: params, metrics, figures, tables and models.

Nothing here imports a library for the user: types are recognised by modules that are loaded.
"""

from __future__ import annotations

from .find import find
from .finding import Finding
from .offers import Offers

__all__ = ["Finding", "Offers", "find"]

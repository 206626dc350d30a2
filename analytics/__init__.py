"""Topics out of what people wrote: a pure pipeline that knows no web application and no database.

>>> result = analytics.run(frame, analytics.Params(topics=12))   # doctest: +SKIP

What is imported here is imported on first use: numpy, pandas, scipy and scikit-learn stay out
of a process that only needs `analytics.text`, `analytics.Params` or the errors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.errors import InputError
    from analytics.params import Params
    from analytics.pipeline import run
    from analytics.progress import Stage
    from analytics.result import RunResult

__version__ = "0.1.0"
__all__ = ["InputError", "Params", "RunResult", "Stage", "__version__", "run"]

_HOMES = {
    "InputError": "analytics.errors",
    "Params": "analytics.params",
    "RunResult": "analytics.result",
    "Stage": "analytics.progress",
    "run": "analytics.pipeline",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

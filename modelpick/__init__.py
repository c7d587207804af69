"""modelpick: which language model to use, why, how sure that is, and what would change the answer.

>>> import modelpick
>>> answer = modelpick.load().recommend(modelpick.Request(needs={"coding": 1}, constraints={"self-host": True}))
>>> answer.verdict.text  # doctest: +SKIP
"""

TYPE_CHECKING = False  # importing `typing` takes longer than all the rest, and Ctrl-C is not ours before
if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue
    from modelpick.app.load import load
    from modelpick.domain.errors import ModelpickError
    from modelpick.domain.request import Request

__version__ = "0.1.0"
__all__ = ["Catalogue", "ModelpickError", "Request", "__version__", "load"]

_HOMES = {
    "Catalogue": "modelpick.app.catalogue",
    "ModelpickError": "modelpick.domain.errors",
    "Request": "modelpick.domain.request",
    "load": "modelpick.app.load",
}


def __getattr__(name: str) -> object:
    """Import the public names when they are first used, so that ``import modelpick`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_HOMES[name]), name)
    return found

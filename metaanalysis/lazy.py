"""Public names bound on first use, so that importing a room loads nothing heavy."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["bind"]


class Room(ModuleType):
    """A package whose public functions win over submodules of the same name.

    Importing ``room.changes`` makes Python set the attribute ``changes`` of the package to that module; where the
    room has a public function ``changes``, the module must not hide it. A room that defines a function of its own name
    can be called: ``metaanalysis.effects(claims)``.
    """

    _NAMES: Mapping[str, str]

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in self._NAMES):
            super().__setattr__(name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **kwargs)


def bind(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Bind a package's public names lazily.

    Parameters
    ----------
    package : str
        ``__name__`` of the package, which keeps ``names`` as ``_NAMES``.
    names : mapping of str to str
        Public name to the full name of the module that defines it, or its name within the package.

    Returns
    -------
    callables
        The package's ``__getattr__`` and ``__dir__``.
    """
    def get(name: str) -> Any:
        if name not in names:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        home = names[name]
        return getattr(import_module(home if home.startswith("metaanalysis.") else f"{package}.{home}"), name)

    def listed() -> list[str]:
        return sorted(names)

    sys.modules[package].__class__ = Room
    return get, listed

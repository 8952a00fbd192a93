"""One place where values become text: no type is ever guessed, and every format prints a number the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["cell_text", "plain"]

_LARGEST_INTEGER = 1e15  # beyond it repr() changes to an exponent, and so do we
_NOT_A_VALUE = frozenset({"NAType", "NaTType"})  # pandas' missing values, known by name so that pandas need not load


def plain(value: Any) -> Any:
    """Return the plain Python value of a cell.

    Parameters
    ----------
    value : object
        A Python, numpy or pandas scalar, a list or an array.

    Returns
    -------
    None, bool, int, float, str or list
        Missing values (``None``, ``NaN``, ``<NA>``) become None, whole floats become integers (``58.0`` gives 58),
        strings stay what they are.
    """
    return _PLAIN.get(value.__class__, _plain_other)(value)


def cell_text(value: Any) -> str:
    """Return a cell as text: missing is empty, booleans are ``true`` and ``false``, lists are joined with ``|``."""
    value = plain(value)
    return _TEXT[value.__class__](value)


def _itself(value: Any) -> Any:
    return value


def _plain_float(value: float) -> int | float | None:
    if value != value:  # noqa: PLR0124 (the test for NaN)
        return None
    if value.is_integer() and -_LARGEST_INTEGER < value < _LARGEST_INTEGER:
        return int(value)
    return value


def _plain_list(values: Any) -> list[Any]:
    return [plain(value) for value in values]


def _plain_other(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    return None if type(value).__name__ in _NOT_A_VALUE else str(value)


def _list_text(values: list[Any]) -> str:
    return "|".join(map(cell_text, values))


def _bool_text(value: Any) -> str:
    return "true" if value else "false"


def _nothing(value: None) -> str:
    del value
    return ""


# dispatch on the class: these run some thirty times for every claim
_PLAIN: dict[type, Callable[[Any], Any]] = {
    type(None): _itself, str: _itself, bool: _itself, int: _itself, float: _plain_float, list: _plain_list,
    tuple: _plain_list}
_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): _nothing, str: _itself, bool: _bool_text, int: repr, float: repr, list: _list_text}

"""Author names, from the many ways in which sources list them."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["author_names"]

_WHOLE = ("name", "fullname", "full_name", "display_name", "literal", "raw_author_name")
_FIRST = ("given", "first", "forenames", "forename", "first_name", "firstname")
_MIDDLE = ("middle",)
_LAST = ("family", "last", "keyname", "last_name", "lastname", "surname")
_SUFFIX = ("suffix",)
_AND = re.compile(r",? and ")


def author_names(value: Any) -> list[str] | str | None:
    """Return the names as a list, or the text as it stands where its parts cannot be told apart.

    Parameters
    ----------
    value : object
        A list of names, of objects with parts of names, of ``[last, first, suffix]`` lists, or one text.

    Returns
    -------
    list of str, str or None
        None where no name is given.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, dict):
        inner = value.get("author", value.get("value"))
        return author_names(inner) if inner is not None else [name for name in [_one(value)] if name]
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return None
    return [name for name in map(_one, value) if name] or None


def _one(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _from_parts(value)
    if isinstance(value, (list, tuple)) and value:
        last, *rest = [str(part).strip() for part in value]
        return " ".join(part for part in (*rest[:1], last, *rest[1:]) if part)
    return None


def _from_parts(parts: dict[str, Any]) -> str | None:
    parts = {str(name).lower(): value for name, value in parts.items()}
    if isinstance(parts.get("author"), dict):
        parts |= parts["author"]
    for key in _WHOLE:
        if isinstance(parts.get(key), str) and parts[key].strip():
            return str(parts[key]).strip()
    pieces = [_piece(parts, keys) for keys in (_FIRST, _MIDDLE, _LAST, _SUFFIX)]
    return " ".join(piece for piece in pieces if piece) or None


def _piece(parts: dict[str, Any], keys: tuple[str, ...]) -> str:
    value = next((parts[key] for key in keys if parts.get(key)), "")
    return " ".join(map(str, value)).strip() if isinstance(value, (list, tuple)) else str(value).strip()


def _from_text(text: str) -> list[str] | str | None:
    separator = next((mark for mark in (";", "|", "\n") if mark in text.strip()), None)
    if separator:
        return [name.strip() for name in text.split(separator) if name.strip()] or None
    text = " ".join(text.split())
    if not text:
        return None
    if text.startswith("[") and text.endswith("]"):
        return [name.strip(" '\"") for name in text[1:-1].split(",") if name.strip(" '\"")] or None
    names = [part.strip() for part in _AND.split(text) if part.strip()]
    if len(names) > 1 and len({name.count(",") for name in names}) == 1 and names[0].count(",") <= 1:
        return names  # "Doe, Jane and Roe, Richard", or "Jane Doe and Richard Roe"
    parts = [part.strip() for name in names for part in name.split(",") if part.strip()]
    if all(" " in part or "." in part for part in parts):
        return parts
    return text if len(parts) > 1 else [text]

"""Records with named fields: which is the title, which the abstract, by usual names or the user's mapping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import OptionError
from metaanalysis.reading.aliases import ALIASES, SURE_ABSTRACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Columns", "looks_like_header", "normalised"]

_NOT_WORD = re.compile(r"[\W_]+")
_REMEMBERED = 512  # headers whose plan is kept; a hostile file could otherwise have one a record


def normalised(name: str) -> str:
    """Return a column name as names are compared: letters and digits in lower case."""
    return _NOT_WORD.sub("", name).lower()


def looks_like_header(names: Iterable[str]) -> bool:
    """Tell whether these names hold a title, or a sure name of an abstract."""
    known = {normalised(name) for name in names}
    return not known.isdisjoint(ALIASES["title"]) or not known.isdisjoint(SURE_ABSTRACTS)


class Columns:
    """Picks the fields of ``papers`` out of records with any names.

    Parameters
    ----------
    mapping : mapping of str to str, optional
        Column of ``papers`` (or ``id``, ``year``) to the source's own name, such as ``{"abstract": "Resumen"}``.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._own = {("id" if column == "paper_id" else column): name for column, name in (mapping or {}).items()}
        unknown = [column for column in self._own if column not in ALIASES]
        if unknown:
            raise OptionError(
                f"unknown column {unknown[0]!r} in the mapping", do=f"allowed are paper_id, {', '.join(ALIASES)}"
            )
        self.own_names = frozenset(self._own.values())
        self._plans: dict[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def pick(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of ``papers`` that the record holds, values as they stand."""
        header = tuple(record)
        plan = self._plans.get(header)
        if plan is None:
            plan = self._plan(header)
        fields = {}
        for column, names in plan:
            for name in names:
                value = record[name]
                if value is not None and value != "":
                    fields[column] = value
                    break
        return fields

    def _plan(self, header: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        known: dict[str, list[str]] = {}
        for name in header:
            known.setdefault(normalised(str(name)), []).append(name)
        columns = {
            column: tuple(name for alias in aliases for name in known.get(alias, ()))
            for column, aliases in ALIASES.items()
        }
        if not columns["title"] and "title" not in self._own:
            columns["abstract"] = tuple(name for alias in SURE_ABSTRACTS for name in known.get(alias, ()))
        columns.update({column: (name,) for column, name in self._own.items() if name in header})
        if len(self._plans) >= _REMEMBERED:
            self._plans.clear()
        return self._plans.setdefault(header, tuple((column, names) for column, names in columns.items() if names))

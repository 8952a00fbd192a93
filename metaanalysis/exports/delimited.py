"""CSV and TSV."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.exports.cells import cell_text
from metaanalysis.exports.encoders import Encoder, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Csv", "Tsv"]


class Csv(Encoder):
    """Comma-separated values as in RFC 4180, in UTF-8, with plain line feeds; lists are joined with ``|``."""

    delimiter = ","
    special = re.compile(r'[,"\r\n]')  # what makes a field need quotes

    def begin(self) -> bytes:
        """Return the header line."""
        return self.encode([dict(zip(self.names, self.names, strict=True))]) if self.head else b""

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """One line a row; missing is an empty field."""
        # one search a field takes half the time of the csv module, whose writer looks at each character on its own
        names, join, special, field = self.names, self.delimiter.join, self.special.search, self._field
        # a line of one empty field is quoted: readers skip empty lines
        blank = '""' if len(names) == 1 else ""
        lines = [join(["" if value is None else
                       value if value.__class__ is str and special(value) is None else
                       field(value) for value in map(row.get, names)]) or blank for row in rows]
        return to_bytes("\n".join([*lines, ""]))

    def _field(self, value: Any) -> str:
        text = cell_text(value)
        return text if self.special.search(text) is None else '"' + text.replace('"', '""') + '"'


class Tsv(Csv):
    """Tab-separated values, quoted like CSV where a field holds a tab, a quote or a line break."""

    delimiter = "\t"
    special = re.compile(r'[\t"\r\n]')

"""Markdown, LaTeX and HTML tables."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from metaanalysis.exports.cells import cell_text
from metaanalysis.exports.encoders import Encoder, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Html", "Latex", "Markdown"]

_NUMBERS = {"Float64", "Int64"}
_MARKDOWN = re.compile(r"[\\`*_|<>]")
_LATEX = re.compile(r"[\\{}$&#^_%~]")
_LATEX_NAMES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


class Markup(Encoder):
    """A format that writes a row as its escaped cells between marks."""

    row_marks = ("", "", "")  # before, between and after the cells

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """One line a row; line breaks within a cell become spaces."""
        return to_bytes("".join(self._row(map(row.get, self.names)) for row in rows))

    def _row(self, cells: Iterable[Any]) -> str:
        before, between, after = self.row_marks
        return before + between.join(self._escape(" ".join(cell_text(cell).split())) for cell in cells) + after

    def _escape(self, text: str) -> str:
        raise NotImplementedError


class Markdown(Markup):
    """A pipe table as GitHub shows it."""

    row_marks = ("| ", " | ", " |\n")

    def begin(self) -> bytes:
        """Return the header line, without which there is no Markdown table, and the alignments."""
        rule = "|".join("---:" if column.dtype in _NUMBERS else "---" for column in self.columns)
        return to_bytes(self._row(self.names) + f"|{rule}|\n")

    def _escape(self, text: str) -> str:
        return _MARKDOWN.sub(r"\\\g<0>", text)


class Latex(Markup):
    """A ``tabular`` that needs no package."""

    row_marks = ("", " & ", " \\\\\n")

    def begin(self) -> bytes:
        """Open the tabular and name the columns."""
        letters = "".join("r" if column.dtype in _NUMBERS else "l" for column in self.columns)
        names = self._row(self.names) + "\\hline\n" if self.head else ""
        return to_bytes(f"\\begin{{tabular}}{{{letters}}}\n{names}")

    def end(self) -> bytes:
        """Close the tabular."""
        return b"\\end{tabular}\n"

    def _escape(self, text: str) -> str:
        return _LATEX.sub(lambda found: _LATEX_NAMES.get(found[0], "\\" + found[0]), text)


class Html(Markup):
    """A bare ``table`` element; all text is escaped."""

    row_marks = ("<tr><td>", "</td><td>", "</td></tr>\n")

    def begin(self) -> bytes:
        """Open the table and name the columns."""
        names = "</th><th>".join(map(html.escape, self.names))
        head = f"<thead><tr><th>{names}</th></tr></thead>\n" if self.head else ""
        return to_bytes(f"<table>\n{head}<tbody>\n")

    def end(self) -> bytes:
        """Close the table."""
        return b"</tbody>\n</table>\n"

    def _escape(self, text: str) -> str:
        return html.escape(text)

"""Exceptions that carry their facts: what is wrong, where, and what to do."""

from __future__ import annotations

__all__ = [
    "ConvergenceError",
    "DataError",
    "InputError",
    "LexiconError",
    "MetaAnalysisError",
    "MetaAnalysisWarning",
    "OptionError",
    "UnknownFormatError",
]


class MetaAnalysisError(Exception):
    """Base of every error that the package raises on purpose.

    Parameters
    ----------
    what : str
        What is wrong, with the offending value.
    where : str, optional
        File, record, row or argument.
    do : str, optional
        What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.do = do
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.do}" if self.do else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # keyword-only arguments do not survive Exception's own pickling (worker processes need it)
        return _rebuild, (type(self), self.what, self.where, self.do)


def _rebuild(kind: type[MetaAnalysisError], what: str, where: str, do: str) -> MetaAnalysisError:
    return kind(what, where=where, do=do)


class InputError(MetaAnalysisError):
    """A file or stream that cannot be read (exit code 3 on the command line)."""


class UnknownFormatError(InputError):
    """Input whose format no reader recognises (exit code 3)."""


class OptionError(MetaAnalysisError, ValueError):
    """An argument outside what is allowed (exit code 2)."""


class LexiconError(MetaAnalysisError, ValueError):
    """A lexicon or rule file with a fault: names file, entry and mend (exit code 2)."""


class DataError(MetaAnalysisError, ValueError):
    """A table whose columns or values do not allow what was asked (exit code 2)."""


class ConvergenceError(MetaAnalysisError, ArithmeticError):
    """A fit that did not converge: says what to try instead of returning half a result."""


class MetaAnalysisWarning(UserWarning):
    """Base of the package's warnings, so that they can be filtered."""

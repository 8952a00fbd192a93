"""What people hand to ``extract`` (a table, texts, records) as the mappings that extraction reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import DataError, OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["paper_records"]

_LONGEST_PATH = 260  # characters; a longer text is no name of a file
_TEXTS = ("abstract", "title")


def paper_records(papers: Any) -> Iterator[dict[str, Any]]:
    """Yield papers as mappings, missing cells as None.

    Parameters
    ----------
    papers : pandas.DataFrame, pandas.Series, str, or list of str or mapping
        A table with a column ``abstract``, one abstract, or several. Where there is no ``paper_id``, the label of the
        row is the id.

    Raises
    ------
    DataError
        If there is no column ``abstract``, or an abstract or a title is no text.
    OptionError
        If `papers` is something else, such as the name of a file.
    """
    table = _table(papers)
    if "abstract" not in table.columns:
        raise DataError("missing column abstract", where="papers",
                        do=f"rename the one that holds it among {', '.join(map(str, table.columns)) or '(none)'}")
    plain = table.astype(object).where(table.notna(), None)
    if "paper_id" not in plain.columns:
        plain = plain.assign(paper_id=[str(label) for label in plain.index])
    for row in plain.itertuples(index=False, name=None):
        yield _checked(dict(zip(plain.columns, row, strict=True)))


def _table(papers: Any) -> pd.DataFrame:
    import pandas as pd

    if isinstance(papers, pd.DataFrame):
        return papers
    if isinstance(papers, pd.Series):
        return papers.to_frame("abstract")
    if isinstance(papers, PathLike) or (isinstance(papers, str) and _is_file(papers)):
        raise OptionError(f"{str(papers)!r} is a file, not a text", do="read it first: extract(read(file))")
    items = [papers] if isinstance(papers, (str, Mapping)) else list(papers) if isinstance(papers, Iterable) else [None]
    if all(isinstance(item, Mapping) for item in items):
        return pd.DataFrame(items, columns=None if items else ["abstract"])
    if all(isinstance(item, str) for item in items):
        return pd.DataFrame({"abstract": items})
    raise OptionError(f"cannot extract from a {type(papers).__name__}",
                      do="give a table with a column abstract, a text, or a list of texts")


def _is_file(text: str) -> bool:
    return len(text) <= _LONGEST_PATH and "\n" not in text and "\0" not in text and Path(text).is_file()


def _checked(record: dict[str, Any]) -> dict[str, Any]:
    for name in _TEXTS:
        value = record.get(name)
        if value is not None and not isinstance(value, str):
            raise DataError(f"the {name} of paper {record['paper_id']!r} is {value!r}, no text", where="papers",
                            do=f"give it as a text, as in papers.astype({{{name!r}: 'string'}})")
    return record

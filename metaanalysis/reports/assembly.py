"""The report: papers or claims in, a folder with report.html, figures and tables out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis import __version__
from metaanalysis.effects.registry import load_registry
from metaanalysis.errors import DataError
from metaanalysis.exports import atomic_file, write_table
from metaanalysis.exports.files import output_error
from metaanalysis.reports.cards import records
from metaanalysis.reports.contents import Limits, Material, gather
from metaanalysis.reports.flags import FLAG_COLUMNS, flag
from metaanalysis.reports.page import render_html, render_markdown
from metaanalysis.reports.pictures import draw
from metaanalysis.tables import CLAIMS, PAPERS, empty, validate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Report", "report"]


@dataclass(frozen=True)
class Report:
    """Where a report lies and what went into it.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    files : tuple of pathlib.Path
        What was written.
    n_papers, n_claims : int
        Counts.
    """

    folder: Path
    files: tuple[Path, ...]
    n_papers: int
    n_claims: int

    @property
    def page(self) -> Path:
        """The file to open."""
        return self.folder / "report.html"

    def __str__(self) -> str:
        return f"{self.n_claims:,} claims of {self.n_papers:,} papers: {self.page}"

    def _repr_html_(self) -> str:
        from markupsafe import escape

        link = f'<a href="{escape(self.page)}">{escape(self.page)}</a>'
        return f"<p>{self.n_claims:,} claims of {self.n_papers:,} papers: {link}</p>"


def report(
    data: pd.DataFrame,
    folder: str | Path,
    *,
    papers: pd.DataFrame | None = None,
    title: str = "What the papers claim",
    template: str | Path | None = None,
    lexicon: Lexicon | str | Path | None = None,
    problems: Sequence[str] = (),
    inputs: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Report:
    """Write a folder with a page, figures and tables in which every number leads back to its words.

    Parameters
    ----------
    data : pandas.DataFrame
        A table of papers (claims are extracted) or a table of claims.
    folder : path-like
        Made if it does not exist. Files of an earlier report are replaced one by one, each only when complete.
    papers : pandas.DataFrame, optional
        The papers of a table of claims: with them the page shows abstracts, without them sentences.
    title : str
        Title of the page.
    template : path-like, optional
        A Jinja template instead of the bundled page.
    lexicon : Lexicon or path, optional
        As for :func:`metaanalysis.extract`.
    problems : sequence of str
        Records that could not be read, one sentence each, for the section on coverage.
    inputs : mapping of str to str, optional
        Name and SHA-256 of the files the data came from.
    limits : Limits, optional
        How much goes into the page.

    Returns
    -------
    Report
        The folder, its files and counts.

    Raises
    ------
    DataError
        If ``data`` is neither table.
    OptionError
        If the folder cannot be written.
    """
    papers, claims, coverage = _tables(data, papers, lexicon)
    folder, inputs = _folder(folder), dict(inputs or {})
    flags = flag(claims, load_registry(coverage.pop("known", None)))
    pictures, notes = draw(papers, claims, folder, inputs=inputs)
    names = ["claims.csv", "papers.csv", "flags.csv", "report.md", "run.json"]
    material = Material(
        papers,
        claims,
        pictures,
        notes,
        flags=flags,
        problems=tuple(problems),
        inputs=tuple(inputs),
        files=tuple(names),
        **coverage,
    )
    content = gather(material, title, limits or Limits())
    write_table(records(claims), CLAIMS, folder / "claims.csv")
    write_table(records(papers), PAPERS, folder / "papers.csv")
    write_table(records(flags), FLAG_COLUMNS, folder / "flags.csv")
    _write(folder / "run.json", json.dumps(_run(papers, claims, inputs, material.lexicon), indent=2) + "\n")
    _write(folder / "report.md", render_markdown(content))
    _write(folder / "report.html", render_html(content, template))
    files = [folder / name for name in ("report.html", *names)]
    files += [folder / name for picture in pictures for name in picture.files]
    return Report(folder, tuple(files), len(papers) or claims["paper_id"].nunique(), len(claims))


def _tables(
    data: pd.DataFrame, papers: pd.DataFrame | None, lexicon: Lexicon | str | Path | None
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    names = getattr(data, "columns", ())  # not a table: the same refusal
    if "claim_id" in names:
        claims = validate(data, CLAIMS, name="claims")
        return _completed(papers) if papers is not None else empty(PAPERS), claims, {}
    if "abstract" not in names:
        raise DataError(
            "there is neither a column 'claim_id' nor a column 'abstract'",
            where="report",
            do="give a table of papers or of claims",
        )
    from metaanalysis.extraction import extract, load_lexicon
    from metaanalysis.extraction.coverage import coverage

    known = load_lexicon(lexicon) if isinstance(lexicon, (str, Path)) else lexicon or load_lexicon()
    papers = _completed(data)
    return papers, extract(papers, known), {
        "coverage": coverage(papers, known),
        "lexicon": known.version,
        "known": known,
    }


def _completed(papers: pd.DataFrame) -> pd.DataFrame:
    """Return a table of papers with every column, those that are absent empty; an absent id is the row's label."""
    if "paper_id" not in papers.columns:
        papers = papers.assign(paper_id=[str(label) for label in papers.index])
    missing = {column.name: None for column in PAPERS if column.name not in papers.columns}
    return papers.assign(**missing)


def _folder(folder: str | Path) -> Path:
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(path, error) from error
    return path


def _write(path: Path, text: str) -> None:
    with atomic_file(path) as stream:
        stream.write(text.encode("utf-8"))


def _run(papers: pd.DataFrame, claims: pd.DataFrame, inputs: dict[str, str], lexicon: str) -> dict[str, Any]:
    return {
        "metaanalysis_version": __version__,
        "lexicon_version": lexicon,
        "inputs": dict(sorted(inputs.items())),
        "n_papers": len(papers),
        "n_claims": len(claims),
        "n_by_kind": {str(kind): int(n) for kind, n in claims["kind"].value_counts().sort_index().items()},
    }

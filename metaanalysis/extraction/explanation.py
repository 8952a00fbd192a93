"""Why a claim is in the table: sentence, atoms, the rule that won, what was linked, the rivals that lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import DataError, OptionError
from metaanalysis.extraction.evidence import evidence
from metaanalysis.extraction.lexicon import Lexicon, load_lexicon
from metaanalysis.extraction.pipeline import Extractor
from metaanalysis.extraction.rivals import Rival, rivals
from metaanalysis.extraction.zones import zones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from metaanalysis.extraction.atoms import Document, Draft, Sentence, Span

__all__ = ["ClaimReason", "Explanation", "SentenceReading", "explain"]


@dataclass(frozen=True)
class ClaimReason:
    """One claim and what made it.

    Attributes
    ----------
    row : dict
        The claim as in the claims table.
    evidence : tuple of (str, str, str)
        Field, words in the abstract, and why they were linked.
    """

    row: dict[str, Any]
    evidence: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SentenceReading:
    """One sentence as it was read.

    Attributes
    ----------
    text : str
        The sentence as written.
    number, of : int
        Its place in the abstract, from 1.
    zone : str
        ``background``, ``method``, ``result`` or ``conclusion``.
    atoms : tuple of (int, int, str, str)
        Span in the sentence, words, and class of each atom (its mark; its lexicon id where it has one).
    clauses : tuple of (str, str)
        Subject and verb of each clause.
    claims : tuple of ClaimReason
        The claims of the sentence.
    rivals : tuple of Rival
        Readings that lost, and why.
    """

    text: str
    number: int
    of: int
    zone: str
    atoms: tuple[tuple[int, int, str, str], ...]
    clauses: tuple[tuple[str, str], ...]
    claims: tuple[ClaimReason, ...]
    rivals: tuple[Rival, ...]


@dataclass(frozen=True)
class Explanation:
    """The reading of one claim's sentence, or of all sentences of a text; printed with ``str``."""

    sentences: tuple[SentenceReading, ...]
    notes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        from metaanalysis.extraction.wording import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from metaanalysis.extraction.wording import as_html

        return as_html(self)


def explain(
    claims: pd.DataFrame | None = None,
    claim: str | None = None,
    *,
    text: str | None = None,
    papers: pd.DataFrame | None = None,
    lexicon: Lexicon | str | Path | None = None,
) -> Explanation:
    """Explain a claim of a table, or read a text aloud.

    Parameters
    ----------
    claims : pandas.DataFrame, optional
        A claims table, with ``claim``.
    claim : str, optional
        A ``claim_id`` of the table.
    text : str, optional
        A sentence or an abstract to explain instead.
    papers : pandas.DataFrame, optional
        The papers of the claims: the sentence is then read within its abstract. Without them it is read alone, and
        what was taken from the sentence before cannot be seen.
    lexicon : Lexicon or path, optional
        A loaded lexicon, or a folder that extends the bundled one.

    Returns
    -------
    Explanation
        ``str()`` gives the page that ``metaanalysis explain`` prints.

    Raises
    ------
    OptionError
        If neither a claim nor a text is given, or both are.
    DataError
        If the table has no such claim.
    """
    loaded = lexicon if isinstance(lexicon, Lexicon) else load_lexicon(*([lexicon] if lexicon else []))
    if (text is None) == (claims is None or claim is None):
        raise OptionError(
            "give either a claims table with a claim's id, or a text", do="explain(claims, claim) or explain(text=...)"
        )
    extractor = Extractor(loaded)
    if text is not None:
        document = extractor.read({"paper_id": "text", "abstract": text})
        return Explanation(
            tuple(_reading(document, sentence, extractor, document.drafts) for sentence in document.sentences)
        )
    assert claims is not None  # noqa: S101 - told apart above, for the type checker
    return _of_claim(_row(claims, str(claim)), papers, extractor)


def _row(claims: pd.DataFrame, claim: str) -> dict[str, Any]:
    if "claim_id" not in claims.columns:
        raise DataError("the table has no column 'claim_id'", do="give a table written by 'metaanalysis extract'")
    found = claims.loc[claims["claim_id"] == claim]
    if found.empty:
        near = ", ".join(claims["claim_id"].astype(str).head(3))
        raise DataError(
            f"no claim {claim!r} among {len(claims)}", do=f"ids look like {near}" if near else "the table is empty"
        )
    return {key: found.iloc[0][key] for key in found.columns}


def _of_claim(row: dict[str, Any], papers: pd.DataFrame | None, extractor: Extractor) -> Explanation:
    notes = []
    abstract, shift = _abstract(row, papers)
    if shift is None:
        notes.append(
            "read without its abstract: what stands in other sentences is not seen (give the papers to see it)"
        )
        shift = _shift(row, abstract)
    document = extractor.read({"paper_id": str(row["paper_id"]), "abstract": abstract})
    start, end = int(row["start"]) - shift, int(row["end"]) - shift
    drafts = [draft for draft in document.drafts if draft.start < end and start < draft.end]
    sentence = next((one for one in document.sentences if one.start <= start < one.end), document.sentences[0])
    if not drafts:
        notes.append(
            f"no rule makes this claim now; the table's {row.get('rule')!r} may be another lexicon's or version's"
        )
    elif str(row.get("rule")) != drafts[0].rule:
        notes.append(f"the table says {row.get('rule')!r}, this reading says {drafts[0].rule!r}")
    return Explanation((_reading(document, sentence, extractor, drafts),), tuple(notes))


def _abstract(row: Mapping[str, Any], papers: pd.DataFrame | None) -> tuple[str, int | None]:
    if papers is not None:
        found = papers.loc[papers["paper_id"].astype(str) == str(row["paper_id"])]
        if not found.empty and isinstance(found.iloc[0]["abstract"], str):
            return found.iloc[0]["abstract"], 0
    return str(row["sentence"]), None


def _shift(row: Mapping[str, Any], sentence: str) -> int:
    """Where the sentence starts in its abstract, told by the claim's own words."""
    places = []
    at = sentence.find(str(row["text"]))
    while at >= 0:
        places.append(at)
        at = sentence.find(str(row["text"]), at + 1)
    return int(row["start"]) - (places[0] if places else 0)


def _reading(document: Document, sentence: Sentence, extractor: Extractor, drafts: list[Draft]) -> SentenceReading:
    lexicon = extractor.lexicon
    inside = [draft for draft in drafts if draft.sentence is sentence]
    rows = {(row["start"], row["end"]): row for row in extractor.table(document)}
    claims = tuple(
        ClaimReason(rows[draft.start, draft.end], evidence(draft, document, lexicon))
        for draft in sorted(inside, key=lambda one: one.start)
    )
    return SentenceReading(
        sentence.text[sentence.start : sentence.end],
        sentence.index + 1,
        len(document.sentences),
        zones(document, lexicon)[sentence.index],
        _atoms(sentence, lexicon),
        _clauses(sentence, lexicon),
        claims,
        rivals(
            sentence,
            document,
            lexicon,
            {draft.start: draft.rule for draft in inside},
            _wanted(inside, document, drafts),
        ),
    )


def _wanted(inside: list[Draft], document: Document, drafts: list[Draft]) -> tuple[Span, ...] | None:
    """Spans whose rivals are asked for: those of the one claim, or None for all of the sentence."""
    return (
        None
        if len(drafts) == len(document.drafts) and len(drafts) != 1
        else tuple((one.start, one.end) for one in inside)
    )


def _atoms(sentence: Sentence, lexicon: Lexicon) -> tuple[tuple[int, int, str, str], ...]:
    names = {mark: name for name, mark in lexicon.marks.items()}
    found = []
    for atom in sentence.atoms:
        kind = names.get(atom.mark, "?")
        if isinstance(atom.data, str):
            kind += f" ({atom.data})"
        found.append(
            (atom.start - sentence.start, atom.end - sentence.start, sentence.text[atom.start : atom.end], kind)
        )
    return tuple(found)


def _clauses(sentence: Sentence, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    from metaanalysis.extraction.clauses import parse
    from metaanalysis.extraction.grammar import grammar

    def words(first: int, last: int) -> str:
        return sentence.text[sentence.atoms[first].start : sentence.atoms[last - 1].end]

    return tuple(
        (words(*clause.subject) if clause.subject else "", words(clause.verb, clause.verb + 1))
        for clause in parse(sentence, grammar(lexicon)).clauses
    )

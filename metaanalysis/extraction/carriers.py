"""Numbers that carry an ordinal claim: ``outperforms X by 7.5%`` is one change, not a comparison as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.company import Company

__all__ = ["carried"]

_BEFORE_NEAR: Final = 6
_LEVEL_NEAR: Final = 14  # atoms


def carried(company: Company, index: int) -> str:
    """Return which number carries the claim of a trigger, an empty string if none does."""
    for draft in company.document.drafts:
        if draft.sentence is company.sentence and draft.kind in {"change", "level"} and _carries(company, index, draft):
            return f"carried by {company.sentence.text[draft.start : draft.end]}"
    return ""


def _carries(company: Company, index: int, draft: Draft) -> bool:
    if draft.kind == "change":
        return _change_carries(company, index, draft.atom)
    return _in_subject(company, index, draft.atom) or _level_carries(company, index, draft)


def _in_subject(company: Company, index: int, atom: int) -> bool:
    """``38 scores are lower than``: the number of the subject carries the claim."""
    clause = company.parse.clause_of(index)
    return clause is not None and clause.subject is not None and clause.subject[0] == atom < clause.subject[1] <= index


def _change_carries(company: Company, index: int, atom: int) -> bool:
    low, high = sorted((index, atom))
    between = company.codes[low + 1 : high]
    if ";" in between or "S" in between:
        return False
    if atom < index:
        return high - low <= _BEFORE_NEAR and not between.strip("NDx~nm")
    attached = "(" in between and ")" not in between and not set(between) & set("sbSX,")
    if attached or (company.parse.owner[index] == company.parse.owner[atom] and _yields(company, index, between)):
        return True
    noun = company.words[index] in company.sets["nouns"] or not company.is_verb(index)
    if not noun and not _is_amount(company, atom):
        return False
    participle = any(company.codes[place] == "g" and company.codes[place - 1] in ",C" for place in range(low + 1, high))
    return "," not in _unbracketed(between)[:-1] and not participle


def _yields(company: Company, index: int, between: str) -> bool:
    """Whether a change later in the clause carries what is said in general: ``improves X, yielding gains of 5%``."""
    word = company.words[index]
    if company.is_verb(index) and word not in company.sets["nouns"]:
        return word in company.sets["lifts"]
    if word in company.sets["alike"]:
        return company.linked(index) is None
    general = word not in company.sets["tops"] and word not in company.sets["degrees"]
    return general and (not company.compared(index) or "," not in between)


def _is_amount(company: Company, atom: int) -> bool:
    """Whether a number says by how much: ``by 5%``, ``with 5% more``, not ``trained with 5% more``."""
    back = atom - 1
    while back > 0 and company.codes[back] in "x~D":
        back -= 1
    added = company.words[back] == "with" and company.codes[back - 1] != "d"
    return company.words[back] in {"by", "of", "from", "to"} or company.codes[back] in "(C,gsb" or added


def _level_carries(company: Company, index: int, draft: Draft) -> bool:
    """``higher precision of 46.9%``, ``the highest rate (90%)``, ``improves it from 40% to 50%``."""
    between, words = company.codes[index + 1 : draft.atom], company.words[index + 1 : draft.atom]
    if draft.atom < index:
        return index - draft.atom <= _BEFORE_NEAR and not company.codes[draft.atom + 1:index].strip("NDx~nm")
    lifted = draft.role is not None and company.words[index] in company.sets["moves"]
    if lifted and company.parse.owner[index] == company.parse.owner[draft.atom]:
        return True
    if len(between) > _LEVEL_NEAR or set(between) & set(";,S"):
        return False
    if draft.role is not None:
        return True
    if "(" in between and ")" not in between:
        inside = words[between.rindex("(") :]
        rival = "Q" not in between and company.has_rival(index)
        return not rival and not {"=", ":"} & {*inside}
    return words[-1:] in (["of"], ["to"], ["at"]) and not {"with", "while"} & {*words}


def _unbracketed(codes: str) -> str:
    """Return codes without what stands in brackets."""
    kept, depth = [], 0
    for code in codes:
        depth += (code == "(") - (code == ")")
        if depth <= 0:
            kept.append(code)
    return "".join(kept)

"""Which quantities are claims, and of what kind: rules over the skeleton, coordination, then defaults by form."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.aggregates import set_aggregates
from metaanalysis.extraction.atoms import Draft, Quantity
from metaanalysis.extraction.changes import basis_of, check_pairs, direction_of
from metaanalysis.extraction.coordination import spread
from metaanalysis.extraction.pairs import mark_pairs
from metaanalysis.extraction.sizes import draft_sizes
from metaanalysis.extraction.spots import Spot
from metaanalysis.extraction.verdict_rules import apply_rules
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.versions import is_aside, is_version, is_year

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["draft"]

_SHARED_BOUNDS: Final = frozenset({"less_than", "more_than", "at_least", "about"})
_PAIR: Final = re.compile(r"(?:\s[^\s\d.;,()]+){0,6}\s(?:and|or)\s\$?")  # between two amounts
_P_VALUE_WINDOW: Final = 14  # atoms between a result and its p-value


def draft(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[Draft]:
    """Draft the claims of a sentence that have a number.

    Parameters
    ----------
    sentence : Sentence
        A scanned sentence.
    document : Document
        The paper it stands in.
    lexicon : Lexicon
        Marks, tables and rules.

    Returns
    -------
    list of Draft
        In text order; kind, direction, basis, role, aggregate and unit are set, nothing is linked yet.
    """
    del document
    if not sentence.quantities:
        return []
    places = [index for index, atom in enumerate(sentence.atoms) if type(atom.data) is Quantity]
    if not places:
        return []
    verdicts = _decide(sentence, places, lexicon)
    drafts = [_draft(sentence, place, verdict, lexicon) for place in places
              if (verdict := verdicts.get(place)) is not None and verdict.kind != "nothing"]
    set_aggregates(sentence, drafts, lexicon)
    _share_bounds(drafts)
    check_pairs(drafts)
    _attach_p_values(drafts)
    return drafts


def _decide(sentence: Sentence, places: list[int], lexicon: Lexicon) -> dict[int, Verdict]:
    """Decide about the quantities, from the surest evidence to the defaults; the first decision stands."""
    verdicts = {place: NOTHING for place in places if _is_mark(Spot(sentence, place, lexicon))}
    mark_pairs(sentence, places, verdicts, lexicon)
    apply_rules(sentence, places, verdicts, lexicon, "kinds")
    _mark_signed(sentence, places, verdicts)
    spread(sentence, [place for place in places if sentence.atoms[place].data.form == "counted"], verdicts, lexicon)
    draft_sizes(sentence, places, verdicts, lexicon)
    spread(sentence, places, verdicts, lexicon)
    apply_rules(sentence, places, verdicts, lexicon, "levels")
    spread(sentence, places, verdicts, lexicon)
    _set_against(sentence, places, verdicts, lexicon)
    return verdicts


def _set_against(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Decide whole numbers that another is set against: ``(249 vs. 277 words)``, ``50 tokens/s versus 30 before``."""
    versus, fillers = lexicon.marks["versus"], lexicon.marked("adverb", "other")
    if versus not in sentence.skeleton:
        return
    for left, right in pairwise(places):
        between = sentence.skeleton[left + 1:right]
        if versus not in between or sentence.skeleton[right] != lexicon.marks["bare"]:
            continue
        first, second = verdicts.get(left), verdicts.get(right)
        small = sentence.atoms[left].data.scale == 1.0
        if second is not None and second.rule == "size.counted-noun" and first is None and small \
                and fillers.issuperset(between.replace(versus, "")):
            verdicts[right] = replace(second, kind="level", rule="level.set-against")
            verdicts[left] = replace(verdicts[right], span=None)
        elif first is not None and second is not None and first.unit == second.unit \
                and (first.rule, second.rule) == ("level.found", "size.counted-noun") \
                and fillers.issuperset(between[between.index(versus) + 1:]):
            verdicts[right] = replace(second, kind="level", rule="level.set-against")
        elif first is not None and second is None and first.kind == "level" \
                and fillers.issuperset(between[between.index(versus) + 1:]):
            verdicts[right] = Verdict("level", "level.set-against", unit=first.unit or sentence.atoms[left].data.unit)


def _is_mark(spot: Spot) -> bool:
    """Whether a number is part of a name, the mark of a list item, an aside, or a year."""
    past = spot.quantity.form == "counted" and spot.role(spot.before(), "measures") == "past"  # ``the past ten years``
    return past or is_version(spot) or is_aside(spot) or (spot.quantity.form == "bare" and is_year(spot))


def _mark_signed(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict]) -> None:
    """Decide that a number with a plus sign, or a percentage with a minus sign, is a change."""
    for place in places:
        quantity = sentence.atoms[place].data
        if place not in verdicts and (quantity.sign == "+" or (quantity.sign == "-" and quantity.form == "percent")):
            verdicts[place] = Verdict("change", "change.signed-number")


def _share_bounds(drafts: list[Draft]) -> None:
    """Let a bound hold for both amounts of a pair: ``exceeding 90% for mugs and 85% for cups``."""
    for left, right in pairwise(drafts):
        first, last = left.quantity, right.quantity
        if not first or not last or left.kind != right.kind or left.kind not in ("level", "change"):
            continue
        gap = left.sentence.text[first.end:last.start]
        if first.bound in _SHARED_BOUNDS and last.bound == "exact" and not last.sign and _PAIR.fullmatch(gap) \
                and (_holds_on(left, first) or gap.split() == ["and"]):
            last.bound = first.bound


def _holds_on(draft: Draft, quantity: Quantity) -> bool:
    """Whether a bound goes on past words: *less than*, *exceeding* do, *over* and *about* are of their number alone."""
    written = draft.sentence.text[quantity.start:quantity.end].lower()
    return draft.kind == "level" and quantity.bound != "about" and not written.startswith("over")


def _attach_p_values(drafts: list[Draft]) -> None:
    """Give the p-value right behind a result to it: ``8.1% higher recall (p = 0.12)``."""
    for result, draft in pairwise(drafts):
        value, quantity = draft.quantity, result.quantity
        near = result.kind in ("level", "change") and draft.atom - result.atom <= _P_VALUE_WINDOW
        if near and value and quantity and value.form == "pvalue":
            written = draft.sentence.text[value.start:value.end]
            quantity.p_value = f"= {written}" if written[0].isdigit() or written[0] == "." else written


def _draft(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> Draft:
    quantity = sentence.atoms[place].data
    first, last = verdict.span or (quantity.start, quantity.end)
    made = Draft(sentence, place, first, last, verdict.kind, verdict.rule, quantity, role=verdict.role,
                 unit=verdict.unit or quantity.unit)
    if verdict.kind == "change":
        made.direction, made.polarity = direction_of(sentence, place, verdict, lexicon)
        made.basis = basis_of(sentence, place, verdict, quantity, lexicon)
        if made.unit == "none" and made.basis == "multiplicative":
            made.unit = "times"
    return made

"""Which quantities are claims, and of what kind: rules over the skeleton, coordination, then defaults by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.aggregates import set_aggregates
from metaanalysis.extraction.atoms import Draft, Quantity
from metaanalysis.extraction.changes import basis_of, check_pairs, direction_of, has_cue
from metaanalysis.extraction.coordination import mark_pairs, spread
from metaanalysis.extraction.sizes import counted_noun, draft_sizes, is_version
from metaanalysis.extraction.verdicts import Verdict
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    import re

    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.rules import Rule

__all__ = ["draft", "fires"]

_PLURAL_CUES = frozenset({"improvements", "gains", "reductions", "savings", "speedups", "speed-ups", "losses", "enhancements"})
_AFTER_NOUN = frozenset({".", ",", ";", ")", "in", "on", "over", "for", "of", "across", "and", "or", "compared", "relative", "versus", "vs", "aligning",
                         "when", "while", "with", "from", "at", "than", "exceeding", "respectively", "during", "under"})


def draft(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[Draft]:
    """Draft the claims of a sentence that have a number.

    Parameters
    ----------
    sentence : Sentence
        A scanned sentence.
    document : Document
        The paper it stands in.
    lexicon : Lexicon
        Marks and rules.

    Returns
    -------
    list of Draft
        In text order; kind, direction, basis, role, aggregate and unit are set, nothing is linked yet.
    """
    del document
    places = [index for index, atom in enumerate(sentence.atoms) if type(atom.data) is Quantity]
    if not places:
        return []
    verdicts = {place: Verdict("nothing", "nothing.version") for place in places if is_version(sentence, place, lexicon)}
    mark_pairs(sentence, places, verdicts, lexicon)
    present = frozenset(sentence.skeleton)
    apply_rules(sentence, places, verdicts, lexicon, "kinds", present)
    mark_signed(sentence, places, verdicts)
    draft_sizes(sentence, places, verdicts, lexicon)
    spread(sentence, places, verdicts, lexicon)
    apply_rules(sentence, places, verdicts, lexicon, "levels", present)
    spread(sentence, places, verdicts, lexicon)
    drafts = [_draft(sentence, place, verdicts[place], lexicon) for place in places
              if place in verdicts and verdicts[place].kind != "nothing"]
    set_aggregates(sentence, drafts, lexicon)
    check_pairs(drafts)
    return drafts


def apply_rules(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon, stem: str,
                present: frozenset[str]) -> None:
    """Let each rule in order claim the quantities that no earlier rule has claimed."""
    open_places = {place for place in places if place not in verdicts}
    for rule in lexicon.rules.get(stem, ()):
        if not open_places:
            return
        for match in rule.matches(sentence, present):
            place = match.start("q")
            if place in open_places and _allowed(sentence, rule, match, lexicon):
                verdicts[place] = _verdict(sentence, rule, match, lexicon)
                open_places.discard(place)


def fires(rule: Rule, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a rule matches some number of a sentence, whichever rule wins it."""
    return any(_allowed(sentence, rule, match, lexicon) for match in rule.matches(sentence, frozenset(sentence.skeleton)))


def mark_signed(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict]) -> None:
    """A number with a plus sign, or a percentage with a minus sign, is a change."""
    for place in places:
        quantity = sentence.atoms[place].data
        if place not in verdicts and (quantity.sign == "+" or quantity.sign == "-" and quantity.form == "percent"):
            verdicts[place] = Verdict("change", "change.signed-number")


def _allowed(sentence: Sentence, rule: Rule, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the cue is a noun or adjective where the rule asks for one: ``10% increase``, not ``10% increases``."""
    if rule.then["kind"] == "change" and sentence.skeleton[match.start("q")] == lexicon.marks["bare"] \
            and counted_noun(sentence, match.start("q"), lexicon) is not None and _is_agent(sentence, match, lexicon):
        return False
    if rule.id == "change.factor" and "magnitude" in sentence.atoms[match.start("q")].lower:
        return has_cue(sentence, match.start("q"), lexicon)
    if rule.then["kind"] == "level" and sentence.atoms[match.start("q")].data.sign == "+":
        return False
    if rule.then.get("cue") != "plain" or match["c"] is None:
        return True
    place = match.start("c")
    word = sentence.atoms[place].lower
    if word.endswith(("ed", "ing")):
        return word == "saving"
    if not word.endswith("s") or word.endswith(("less", "ss")):
        return True
    following = sentence.atoms[place + 1].lower if place + 1 < len(sentence.atoms) else "."
    return word in _PLURAL_CUES or following in _AFTER_NOUN


def _is_agent(sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether *by* names who or what did it: ``enhanced by three modules``."""
    cue = match.start("c") if match.groupdict().get("c") else -1
    by = sentence.skeleton.rfind(lexicon.marks["by"], max(cue, 0), match.start("q"))
    return cue < 0 or by < 0 or by - cue > 7 or sentence.atoms[by - 1].lower.endswith("ed")


def _verdict(sentence: Sentence, rule: Rule, match: re.Match[str], lexicon: Lexicon) -> Verdict:
    groups = match.groupdict()
    cue = match.start("c") if groups.get("c") else None
    then = rule.then
    if groups.get("m") and _is_statistic(sentence, match.start("m"), lexicon):
        return Verdict("statistic", "statistic.known-name")
    if then["kind"] == "change" and sentence.skeleton[match.start("q")] == lexicon.marks["bare"] and "unit" not in then \
            and (head := counted_noun(sentence, match.start("q"), lexicon)) is not None:
        noun = sentence.atoms[head]
        return Verdict("change", rule.id, cue, unit=singular(sentence.text[noun.start:noun.end]),
                       span=(sentence.atoms[match.start("q")].start, noun.end))
    return Verdict(then["kind"], rule.id, cue, then.get("direction"), then.get("basis"), then.get("role"), then.get("unit"))


def _is_statistic(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a metric mention is a statistic of association or agreement."""
    entry = lexicon.metrics.get(str(sentence.atoms[index].data))
    listed = lexicon.classes("changes", "statistics")
    return entry is not None and (entry.id in listed or entry.facts.get("family") in listed)


def _draft(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> Draft:
    quantity = sentence.atoms[place].data
    first, last = verdict.span or (quantity.start, quantity.end)
    found = Draft(sentence, place, first, last, verdict.kind, verdict.rule, quantity)
    found.unit = verdict.unit or quantity.unit
    found.role = verdict.role
    if verdict.kind == "change":
        found.direction, found.polarity = direction_of(sentence, place, verdict, lexicon)
        found.basis = basis_of(sentence, place, verdict, quantity, lexicon)
    return found

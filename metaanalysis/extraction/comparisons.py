"""Ordinal claims: ``outperforms GPT-4 on IFEval``, ``state-of-the-art on X``, ``comparable to the full model``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Draft
from metaanalysis.extraction.carriers import carried
from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.company import Company
from metaanalysis.extraction.grammar import grammar
from metaanalysis.extraction.rules import shortlist
from metaanalysis.extraction.scope import Scope
from metaanalysis.extraction.signs import Signs
from metaanalysis.extraction.surroundings import is_outcome_word
from metaanalysis.extraction.weights import weights
from metaanalysis.extraction.zones import zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Atom, Document, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.rules import Rule

__all__ = ["considered", "draft", "reason", "seen"]


def draft(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[Draft]:
    """Draft the ordinal claims of a sentence.

    Parameters
    ----------
    sentence : Sentence
        A scanned sentence.
    document : Document
        The paper it stands in, with the claims that have numbers already drafted.
    lexicon : Lexicon
        Triggers, scope words, rules and the weights of signs.

    Returns
    -------
    list of Draft
        In text order; direction, trigger span and, where its object is the metric, the metric's span are set.
    """
    fits = _fits(sentence, lexicon) if _admits(sentence, document, lexicon) else []
    return _Judge(sentence, document, lexicon).drafts(fits) if fits else []


def _admits(sentence: Sentence, document: Document, lexicon: Lexicon) -> bool:
    """Tell cheaply whether a sentence may hold a claim: the background speaks of others."""
    return zones(document, lexicon)[sentence.index] != "background"


def considered(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[tuple[Rule, int, str]]:
    """Return every rule that fits a trigger, the trigger's atom, and why it made no claim ("" if it did)."""
    fits = _fits(sentence, lexicon)
    judge = _Judge(sentence, document, lexicon) if fits else None
    told = _admits(sentence, document, lexicon)
    unread = "" if told else f"in the {zones(document, lexicon)[sentence.index]} part"
    return [(rule, index, judge.why_not(rule, index) or unread) for rule, index in fits] if judge else []


def seen(sentence: Sentence, document: Document, lexicon: Lexicon) -> Iterator[tuple[Span, str, set[str]]]:
    """Yield the span of each trigger, its class, and the signs around it: what its weight is learned from."""
    places = _places(sentence, lexicon)
    judge = _Judge(sentence, document, lexicon) if places else None
    for index in places:
        if judge:
            yield judge.company.span(index), judge.kind(index), judge.signs.of(index)


def _places(sentence: Sentence, lexicon: Lexicon) -> list[int]:
    triggers = lexicon.classes("comparisons", "triggers")
    return [index for index, atom in enumerate(sentence.atoms)
            if (atom.word.trigger if atom.word is not None else atom.lower in triggers)
            and not _is_acronym(sentence.text[atom.start : atom.end])]


def _is_acronym(written: str) -> bool:
    """Whether a trigger in capitals is a name: the LAG corpus, but SOTA results."""
    return written.isupper() and written != "SOTA"


def _fits(sentence: Sentence, lexicon: Lexicon) -> list[tuple[Rule, int]]:
    """Return the rules that fit a sentence, each with the atom of its trigger."""
    places = _places(sentence, lexicon)
    if not places:
        return []
    marks = _marks(sentence, lexicon, places)
    skeleton = "".join(marks)
    return [(rule, match.start("q")) for rule in shortlist(set(marks), lexicon, "comparisons")
            for match in rule.matches(skeleton)]


def _marks(sentence: Sentence, lexicon: Lexicon, places: list[int]) -> list[str]:
    """Return the marks of a sentence's atoms with those of its triggers and of what can be better or worse."""
    atoms, triggers = sentence.atoms, lexicon.classes("comparisons", "triggers")
    outcome, metric = lexicon.marks["outcome"], lexicon.marks["metric"]
    marks = [outcome if atom.mark != metric and _is_outcome(atom, lexicon) else atom.mark for atom in atoms]
    for index in places:
        marks[index] = lexicon.marks[triggers[atoms[index].lower]]
    return marks


def reason(claim: Draft, lexicon: Lexicon) -> str:
    """Return the signs that weigh most for an ordinal claim."""
    kind = lexicon.classes("comparisons", "triggers").get(claim.sentence.atoms[claim.atom].lower, "")
    return f"signs: {weights(lexicon).told(kind, claim.signs, 1)}"


def _is_outcome(atom: Atom, lexicon: Lexicon) -> bool:
    """Whether an atom is a noun of performance or cost; of plain words it is known."""
    return atom.word.outcome if atom.word is not None else is_outcome_word(atom.lower, lexicon)


class _Judge:
    """Judges the rules that fit a sentence."""

    def __init__(self, sentence: Sentence, document: Document, lexicon: Lexicon) -> None:
        self.sentence, self.triggers = sentence, lexicon.classes("comparisons", "triggers")
        rules = grammar(lexicon)
        clauses = parse(sentence, rules)
        self.scope = Scope(sentence, clauses, document, lexicon, rules)
        self.company = Company(sentence, clauses, document, lexicon, rules)
        self.signs = Signs(self.company, self.scope, document, lexicon)
        self.weights = weights(lexicon)
        self.known: dict[int, set[str]] = {}
        self.scores: dict[int, float] = {}

    def kind(self, index: int) -> str:
        """Return the class of a trigger."""
        return self.triggers.get(self.sentence.atoms[index].lower, "")

    def drafts(self, fits: list[tuple[Rule, int]]) -> list[Draft]:
        found: dict[int, Draft] = {}
        for rule, index in fits:
            if index not in found and self._fits(rule, index) and self._score(rule, index) >= 0:
                found[index] = self._claim(rule, index)
        return self._joined([found[index] for index in sorted(found)])

    def why_not(self, rule: Rule, index: int) -> str:
        """Return why the rule's match is no claim, an empty string if it is one."""
        if not self._fits(rule, index):
            return "not in the passive"
        score = self._score(rule, index)
        if score >= 0:
            return ""
        against = self.scope.objections(index, rival=self.company.has_rival(index))
        number = carried(self.company, index)
        reasons = [*against, *([number] if number else [])]
        told = self.weights.told(self.kind(index), self._of(index), -1)
        return reasons[0] if reasons else f"the signs are against it ({score:.1f}): {told}"

    def _fits(self, rule: Rule, index: int) -> bool:
        return not rule.then.get("passive") or self.company.passive(index)

    def _of(self, index: int) -> set[str]:
        if index not in self.known:
            self.known[index] = self.signs.of(index)
        return self.known[index]

    def _score(self, rule: Rule, index: int) -> float:
        if index not in self.scores:
            self.scores[index] = self.weights.score(self.kind(index), self._of(index))
        return float(rule.then.get("weight", 0)) + self.scores[index]

    def _joined(self, found: list[Draft]) -> list[Draft]:
        """Join ``matches or even surpasses``, which says no more than equal, and ``state-of-the-art (SOTA)``."""
        kept: list[Draft] = []
        for claim in found:
            last = kept[-1] if kept else None
            between = self.company.words[last.atom + 1 : claim.atom] if last else []
            if last and "or" in between and self.company.sets["joining"].issuperset(between):
                last.end, last.direction, last.metric = claim.end, "equal", claim.metric or last.metric
            elif last is None or between != ["("]:
                kept.append(claim)
        return kept

    def _claim(self, rule: Rule, index: int) -> Draft:
        start, end = self.company.span(index)
        made = Draft(self.sentence, index, start, end, "comparison", rule.id)
        made.metric = self.company.metric(index)
        if self.kind(index) == "t_superiority":
            made.subject = self.company.owner(index)
        elif self.kind(index) == "t_standing":
            made.comparator = self.company.measured_by(index)
        made.direction = self._direction(rule.then.get("direction", ""), index, made)
        made.signs = self._of(index)
        return made

    def _direction(self, given: str, index: int, made: Draft) -> str:
        """Return better, worse or equal; of what goes up or down, by what more of it means."""
        word, sets = self.sentence.atoms[index].lower, self.company.sets
        near = self.sentence.atoms[index - 1].lower if index else ""
        if self.scope.negated(index) or (given == "better" and near in sets["nearly"] and word in sets["tops"]):
            return "equal"
        if given not in {"up", "down"} or word in sets["good"]:
            return given if given in {"worse", "equal"} else "better"
        return self._of_change(given, index, made)

    def _of_change(self, given: str, index: int, made: Draft) -> str:
        """Return better or worse of what goes up or down."""
        word, sets = self.sentence.atoms[index].lower, self.company.sets
        following = self.sentence.atoms[min(index + 1, len(self.sentence.atoms) - 1)].lower
        if word in sets["costly"] or (given == "down" and following in sets["virtues"]):  # slower, less accurate
            return "worse"
        if following in sets["costly"]:  # more of it is worse, whatever it is of
            return "better" if given == "down" else "worse"
        if self._claimed(index):
            return "better"
        higher_is_better = self.company.higher_is_better(made.metric)
        if higher_is_better is None:
            made.polarity = given  # the metric linked later decides: recall was lower
            return "better"  # what nobody knows to be a virtue is told of because it is one
        return "worse" if (given == "down") == higher_is_better else "better"

    def _claimed(self, index: int) -> bool:
        """Whether the authors hold their own work against others': they say so where it is better."""
        return {"own work as subject", "baseline as object", "compared"} <= self._of(index)

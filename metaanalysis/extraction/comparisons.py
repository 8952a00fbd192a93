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
from metaanalysis.extraction.surroundings import outcome_words
from metaanalysis.extraction.zones import zones

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.rules import Rule

__all__ = ["considered", "draft"]

_COMPARING = frozenset(("compared", "comparing", "favorably"))  # beside a comparative they may make a claim


def draft(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[Draft]:
    """Draft the ordinal claims of a sentence.

    Parameters
    ----------
    sentence : Sentence
        A scanned sentence.
    document : Document
        The paper it stands in, with the claims that have numbers already drafted.
    lexicon : Lexicon
        Triggers, scope words and rules.

    Returns
    -------
    list of Draft
        In text order; direction, trigger span and, where its object is the metric, the metric's span are set.
    """
    zone = zones(document, lexicon)[sentence.index]
    if zone not in {"method", "result"} or not _gate(lexicon).opens(sentence.words, told=zone == "result"):
        return []
    triggers = _triggers(lexicon)
    fits = _fits(sentence, lexicon, triggers)
    return _Judge(sentence, document, lexicon, triggers).drafts(fits) if fits else []


def considered(sentence: Sentence, document: Document, lexicon: Lexicon) -> list[tuple[Rule, int, str]]:
    """Return every rule that fits a trigger, the trigger's atom, and why it made no claim ("" if it did)."""
    triggers = _triggers(lexicon)
    fits = _fits(sentence, lexicon, triggers)
    judge = _Judge(sentence, document, lexicon, triggers) if fits else None
    return [(rule, index, judge.why_not(rule, index)) for rule, index in fits] if judge else []


def _fits(sentence: Sentence, lexicon: Lexicon, triggers: dict[str, str]) -> list[tuple[Rule, int]]:
    """Return the rules that fit a sentence, each with the atom of its trigger."""
    places = [index for index, atom in enumerate(sentence.atoms) if atom.lower in triggers]
    if not places:
        return []
    skeleton = _skeleton(sentence, lexicon, places, triggers)
    return [(rule, match.start("q")) for rule in shortlist(skeleton, lexicon, "comparisons")
            for match in rule.matches(skeleton)]


def _skeleton(sentence: Sentence, lexicon: Lexicon, places: list[int], triggers: dict[str, str]) -> str:
    """Return the marks of a sentence with those of its triggers and of what can be better or worse."""
    atoms = sentence.atoms
    outcome, metric = lexicon.marks["outcome"], lexicon.marks["metric"]
    words = outcome_words([atom.lower for atom in atoms], lexicon)
    marks = [outcome if word and atom.mark != metric else atom.mark for word, atom in zip(words, atoms, strict=True)]
    for index in places:
        marks[index] = triggers[atoms[index].lower]
    return "".join(marks)


def _triggers(lexicon: Lexicon) -> dict[str, str]:
    """Trigger word -> the mark that takes its place in the skeleton."""
    memo = lexicon.memo("triggers")
    if not memo:
        for mark, words in lexicon.tables["comparisons"]["triggers"].items():
            for word in words:
                memo.setdefault(word, lexicon.marks[mark])
    return memo


class _Gate:
    """Tells cheaply whether a sentence of the method part may hold an ordinal claim: few do."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.tables["comparisons"]
        triggers = {name: _parts(words) for name, words in table["triggers"].items()}
        achieve = set(table["company"]["achieve"])
        self.strong = triggers["t_surpass"] | _parts(table["company"]["heights"]) | {"than"}
        verbs = ("t_lift", "t_cut", "t_hurt", "t_match", "t_alike", "t_trail", "t_standing", "t_superiority", "t_gain")
        self.verbs = frozenset(word for name in verbs for word in triggers[name]) | _COMPARING
        self.stressed = triggers["t_lift"] | triggers["t_cut"]
        self.weak = frozenset(word for name, words in triggers.items() for word in words) - self.stressed
        self.intensifiers = frozenset(table["scope"]["intensifiers"])
        self.achieving = frozenset(word for word, base in grammar(lexicon).lemmas.items() if base in achieve) | achieve

    def opens(self, words: list[str], *, told: bool = False) -> bool:
        """Whether the words may make a claim; where results are ``told``, verbs alone do."""
        if not self.strong.isdisjoint(words) or (told and not self.verbs.isdisjoint(words)):
            return True
        if not (self.intensifiers.isdisjoint(words) or self.stressed.isdisjoint(words)):
            return True
        return not (self.weak.isdisjoint(words) or self.achieving.isdisjoint(words))


def _parts(words: list[str]) -> frozenset[str]:
    """Return the longest word of each phrase: a phrase cannot stand where it does not."""
    return frozenset(max(word.split(), key=len) for word in words)


def _gate(lexicon: Lexicon) -> _Gate:
    memo = lexicon.memo("ordinal gate")
    if not memo:
        memo["gate"] = _Gate(lexicon)
    return memo["gate"]  # type: ignore[no-any-return]


class _Judge:
    """Judges the rules that fit a sentence."""

    def __init__(self, sentence: Sentence, document: Document, lexicon: Lexicon, triggers: dict[str, str]) -> None:
        self.sentence, self.document, self.lexicon, self.triggers = sentence, document, lexicon, triggers
        rules = grammar(lexicon)
        self.parse = parse(sentence, rules)
        self.scope = Scope(sentence, self.parse, document, lexicon, rules)
        self.company = Company(sentence, self.parse, document, lexicon, rules)

    def drafts(self, fits: list[tuple[Rule, int]]) -> list[Draft]:
        found: dict[int, Draft] = {}
        for rule, index in fits:
            if index not in found:
                claim = self._claim(rule, index)
                if claim is not None:
                    found[index] = claim
                    self.scope.zone = "result"
        return self._joined([found[index] for index in sorted(found)])

    def _joined(self, found: list[Draft]) -> list[Draft]:
        """Join ``matches or surpasses`` is one claim, and says no more than equal."""
        kept: list[Draft] = []
        for claim in found:
            last = kept[-1] if kept else None
            if last and claim.atom == last.atom + 2 and self.sentence.atoms[last.atom + 1].lower == "or":
                last.end, last.direction, last.metric = claim.end, "equal", claim.metric or last.metric
            else:
                kept.append(claim)
        return kept

    def _claim(self, rule: Rule, index: int) -> Draft | None:
        then = rule.then
        if self.why_not(rule, index):
            return None
        start, end = self.company.span(index)
        made = Draft(self.sentence, index, start, end, "comparison", rule.id)
        made.metric = self.company.metric(index, then["needs"])
        made.direction = self._direction(then.get("direction", ""), index, made)
        made.trace.append(f"trigger in the {self.scope.zone} part, needs {then['needs']}")
        return made

    def why_not(self, rule: Rule, index: int) -> str:
        """Return why the rule's match is no claim, an empty string if it is one."""
        needs = rule.then["needs"]
        zone = rule.then.get("zone")
        if zone and self.scope.zone != "result" and not (zone == "stressed" and self.scope.stressed(index)):
            return f"in the {self.scope.zone} part"
        if not self.company.satisfies(rule, index):
            return f"needs {needs}"
        strong = needs in {"set", "rival"} or self.sentence.atoms[index].lower in self.company.sets["tops"]
        against = self.scope.objection(index, rival=self.company.has_rival(index), strong=strong)
        return against or carried(self.company, index)

    def _direction(self, given: str, index: int, made: Draft) -> str:
        if self.scope.negated(index):
            return "equal"
        if given in {"better", "worse", "equal"}:
            return given
        word = self.sentence.atoms[index].lower
        if given == "" and word in self.company.fixed:
            return self.company.fixed[word]
        if given == "noun":
            given = "up" if word in {"increase", "gain"} else "down"
            made.metric = self.company.metric(index + 1, "noun")
        less = given == "down" or (given == "" and self.triggers[word] == self.lexicon.marks["t_fewer"])
        costly = self.sentence.atoms[min(index + 1, len(self.sentence.atoms) - 1)].lower in self.company.sets["costly"]
        higher_is_better = self.company.higher_is_better(made.metric)
        if higher_is_better is None:  # what nobody knows to be a virtue is a cost where less of it is told of
            return "worse" if costly else "better"
        return "worse" if less == higher_is_better else "better"

"""Where an abstract reports results, and whether a word there asserts something: background, purpose, hedges, negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Scope", "zones"]

_STRONG = frozenset((
    "experiments", "experiment", "results", "evaluation", "evaluations", "empirical", "empirically", "experimental",
    "experimentally", "ablation", "ablations", "findings", "simulations", "outperforms", "outperform", "outperforming",
    "evaluated", "evaluate", "evaluating", "benchmarks", "surpasses", "surpassing", "tested", "trials", "tests"))
_REPORTS = frozenset((
    "show", "shows", "find", "demonstrate", "demonstrates", "observe", "reveal", "reveals", "found", "showed", "demonstrated",
    "achieve", "achieves", "validate", "document", "report", "leads", "attain", "obtain", "prove", "establish", "outperform", "surpass", "confirm", "indicate", "discover", "discovered", "observed"))
_OUTCOMES = frozenset(("yielding", "achieving", "attaining", "outperforming", "surpassing", "reaching"))
_LATE = 0.6  # share of the abstract after which a plain sentence is read as a result
_SHORT = 2  # sentences: a sentence read alone, or a pair, has no background
_WINDOW = 7  # atoms before a trigger in which a hedge or a negation bears on it


def zones(document: Document, lexicon: Lexicon) -> list[str]:
    """Return for each sentence ``background``, ``method``, ``result`` or ``conclusion``; worked out once for a paper."""
    found: list[str] = document.notes.get("zones", [])
    if not found:
        found = document.notes["zones"] = _zones(document, lexicon)
    return found


def _zones(document: Document, lexicon: Lexicon) -> list[str]:
    scope = lexicon.tables["comparisons"]["scope"]
    method = frozenset(scope["method_cues"])
    intro = frozenset(scope["intro_cues"])
    hedges = frozenset(("suggest", "highlight", "underscore", "underscores", "highlights", "promise", "future", "pave", "paving"))
    claims = {draft.sentence.index for draft in document.drafts if draft.kind in {"level", "change", "statistic"}}
    opened = len(document.sentences) <= _SHORT
    found: list[str] = []
    count = len(document.sentences)
    for index, sentence in enumerate(document.sentences):
        words = sentence.words
        present = frozenset(words)
        opened = opened or _opens(words, present, index, count)
        if not opened:
            found.append("background")
        elif index >= count - 1 and present & hedges and index not in claims and not present & {"outperforms", "achieves"}:
            found.append("conclusion")
        elif _strong(words, present) or index in claims or _reports(words):
            found.append("result")
        elif (index >= _LATE * count or count <= _SHORT) and not present & intro:
            found.append("result")
        elif present & method or not found:
            found.append("method")
        else:
            found.append("result" if found[-1] == "result" else "method")
    return found


def _strong(words: list[str], present: frozenset[str]) -> bool:
    """Whether a sentence speaks of experiments: *results* as a noun, not ``results in``."""
    found = present & _STRONG
    if found == {"results"}:
        place = words.index("results")
        return words[place + 1:place + 2] != ["in"]
    return bool(found) or any(first == "," and second in _OUTCOMES for first, second in zip(words, words[1:], strict=False))


def _opens(words: list[str], present: frozenset[str], index: int, count: int) -> bool:
    """Whether the authors speak of their own work from this sentence on."""
    if present & {"we", "our", "ours"}:
        return True
    pairs = zip(words, words[1:], strict=False)
    if any(first == "this" and second in {"paper", "work", "study", "article", "thesis", "survey"} for first, second in pairs):
        return True
    return index > 0 and bool(present & {"presents", "proposes", "introduces", "proposed", "experiments", "introduced"}) or 2 * index > count


def _reports(words: list[str]) -> bool:
    for place, word in enumerate(words):
        if word in {"we", "analysis", "study", "studies", "insight"} and _REPORTS.intersection(words[place + 1:place + 4]):
            return True
        if word in _REPORTS and words[place + 1:place + 2] == ["that"]:
            return True
    return not {"notably", "remarkably", "surprisingly", "importantly"}.isdisjoint(words[:2])


class Scope:
    """Judges triggers of one sentence.

    Parameters
    ----------
    sentence, parse, document, lexicon, grammar
        Where the trigger stands.
    """

    def __init__(self, sentence: Sentence, parse: Parse, document: Document, lexicon: Lexicon, grammar: Grammar) -> None:
        self.sentence, self.parse, self.grammar = sentence, parse, grammar
        self.zone = zones(document, lexicon)[sentence.index]
        memo = lexicon.memo("scope")
        if not memo:
            memo.update({name: frozenset(words) for name, words in lexicon.tables["comparisons"]["scope"].items()})
        self.sets: dict[str, frozenset[str]] = memo
        self.words = [atom.lower for atom in sentence.atoms]
        self.reporting = _strong(self.words, frozenset(self.words)) or _reports(self.words) or any(
            draft.sentence is sentence and draft.kind in {"level", "change"} for draft in document.drafts)

    def objection(self, index: int, *, rival: bool, strong: bool = False) -> str:
        """Return why a trigger asserts nothing, an empty string if it does.

        Parameters
        ----------
        index : int
            The atom of the trigger.
        rival : bool
            Whether an explicit comparator is there.
        strong : bool
            Whether the words themselves claim superiority (``state-of-the-art``): they may stand in a relative clause.
        """
        if self.zone in {"background", "conclusion"}:
            return self.zone
        return self._others(index) or self._purpose(index) or self._hedge(index, rival=rival) or (
            "" if rival else self._unsupported(index, strong=strong))

    def _unsupported(self, index: int, *, strong: bool) -> str:
        """Trends, conditions, null findings and asides: no claim without another side."""
        if self.negated(index):
            return "null finding"
        owner = self.parse.owner[index]
        if owner < 0:
            return ""
        clause = self.parse.clauses[owner]
        if clause.opener in {"when", "if", "whenever", "unless"} and clause.verb <= index:
            return "condition"
        if not strong and clause.opener in self.grammar.sets["relatives"] and self.words[clause.start] == clause.opener and not (
                self.zone == "result" and self.reporting):
            return "relative clause"
        if clause.subject and not clause.inherited:
            opening = [self.words[place] for place in range(*clause.subject)][:2]
            if opening and (opening[0] in self.sets["trends"] or opening[-1] in self.sets["trends"] and opening[0] in {"the", "a"}):
                return "trend"
        following = self.words[index + 1:index + 14]
        if "as" in following and any(self.grammar.lemma(word) in {"increase", "grow", "scale", "decrease", "rise"}
                                     for word in following[following.index("as"):]):
            return "trend"
        return ""

    def negated(self, index: int) -> bool:
        """Whether a negation bears on the trigger: ``does not always outperform``."""
        for back in range(index - 1, max(-1, index - _WINDOW), -1):
            if self.parse.codes[back] in ",;S":
                return False
            if self.words[back] in self.sets["negators"]:
                return self.words[back:back + 2] != ["not", "only"] and self.words[back:back + 2] != ["no", "longer"]
        return False

    def _others(self, index: int) -> str:
        owner = self.parse.owner[index]
        if owner < 0 or self.parse.clauses[owner].subject is None:
            return ""
        first, last = self.parse.clauses[owner].subject  # type: ignore[misc]
        if first == index < last and (index == 0 or self.parse.codes[index - 1] in ",;SR"):
            return "presupposed"
        opening = self.words[first]
        return "work of others" if opening in self.sets["others"] else ""

    def _purpose(self, index: int) -> str:
        back = index - 1
        while back >= 0 and self.parse.codes[back] in "x~":
            back -= 1
        if back < 0:
            return ""
        word, code = self.words[back], self.parse.codes[index]
        if code not in "sbdgnm":
            return self._object_of_purpose(index)
        if self.parse.codes[back] == "T" and code in "bmNP":
            return "" if self._licensed(back) else "purpose"
        if code == "g" and (word in self.sets["purposes"] or (word == "in" and not self._effective(back))):
            return "purpose"
        if self.parse.codes[back] == "C" and code in "bg":
            return self._joined_purpose(back)
        return ""

    def _object_of_purpose(self, index: int) -> str:
        """``to validate the superiority``: a noun or adjective whose verb is an infinitive of purpose."""
        for back in range(index - 1, max(-1, index - 8), -1):
            code = self.parse.codes[back]
            if code in ",;SRXs" or any(clause.verb == back for clause in self.parse.clauses):
                return ""
            if code == "T" and self.parse.codes[back + 1] in "bmx":
                return "" if self._licensed(back) else "purpose"
            if code == "g" and self.words[back - 1:back] in (["for"], ["of"], ["towards"], ["at"]):
                return "purpose"
        return ""

    def _joined_purpose(self, conjunction: int) -> str:
        """``to simplify X and improve Y``: the purpose reaches over *and*."""
        for back in range(conjunction - 1, max(-1, conjunction - 12), -1):
            code = self.parse.codes[back]
            if code in ";S" or any(clause.verb == back for clause in self.parse.clauses):
                return ""
            if code == "T" and self.parse.codes[back + 1:back + 2] in {"b", "m", "x"}:
                return "" if self._licensed(back) else "purpose"
            if code == "P" and self.words[back] in {"for", "towards", "toward", "at"} and "g" in self.parse.codes[back + 1:back + 4]:
                return "purpose"
        return ""

    def _licensed(self, to: int) -> bool:
        before = self.words[max(0, to - 6):to]
        return any(self.grammar.lemma(word) in self.sets["infinitive_licences"] or word in self.sets["infinitive_licences"]
                   for word in before)

    def _effective(self, index: int) -> bool:
        return any(word in {"effectiveness", "efficacy", "effective", "results", "resulting", "result", "advantage", "success"}
                   for word in self.words[max(0, index - 12):index])

    def _hedge(self, index: int, *, rival: bool) -> str:
        owner = self.parse.owner[index]
        verb = self.parse.clauses[owner].verb if owner >= 0 else -1
        for back in range(index - 1, max(-1, index - _WINDOW), -1):
            word, code = self.words[back], self.parse.codes[back]
            if code in ";S" or (code == "," and back > verb):
                break
            if word in self.sets["hedges"]:
                return f"hedged by {word}"
            if word == "can" and not (rival and self._found()):
                return "hedged by can"
        if not 0 <= verb < index or "S" in self.parse.codes[verb:index]:
            return ""
        if self.words[verb] in self.sets["hedges"]:
            return f"hedged by {self.words[verb]}"
        if self.words[verb] == "can" and not (rival and self._found()):
            return "hedged by can"
        return ""

    def _found(self) -> bool:
        return any(word in _REPORTS for word in self.words)

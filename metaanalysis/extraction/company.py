"""The company a trigger keeps: its object, the other side, the number that carries the claim in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.comparators import phrase_from

if TYPE_CHECKING:
    import re

    from metaanalysis.extraction.atoms import Document, Sentence, Span
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Company"]

_ACHIEVE = frozenset((
    "achieve", "attain", "obtain", "yield", "show", "exhibit", "demonstrate", "deliver", "reach", "maintain", "have", "require", "use",
    "make", "elicit", "present", "possess", "produce", "provide", "display", "report", "remain", "perform", "give", "offer", "set",
    "establish", "claim", "gain", "retain", "observe", "find", "reveal", "incur", "keep", "get", "rank", "record", "secure", "result",
    "lead", "bring", "see", "confirm", "indicate", "enjoy", "ensure", "preserve", "hold", "activate", "consume", "capture", "enable", "with", "be", "is", "are", "was",
    "were", "stay", "represent", "advance", "validate", "document", "generalize", "prove", "highlight", "illustrate", "suggest"))
_SEEN = frozenset(("seen", "observed", "achieved", "obtained", "found", "reported", "shown", "evident"))
_EXTREMES = frozenset(("best", "highest", "lowest", "strongest", "fastest", "smallest", "greatest", "fewest"))
_QUALITIES = frozenset((
    "effective", "accurate", "robust", "reliable", "efficient", "consistent", "successful", "powerful", "stable", "useful", "beneficial",
    "competitive", "promising", "faithful", "suitable", "precise", "capable", "sensitive", "balanced"))
_LINKS = frozenset(("to", "with", "against"))


class Company:
    """Looks around a trigger in its sentence."""

    def __init__(self, sentence: Sentence, parse: Parse, document: Document, lexicon: Lexicon, grammar: Grammar) -> None:
        self.sentence, self.parse, self.document, self.grammar = sentence, parse, document, grammar
        self.words = [atom.lower for atom in sentence.atoms]
        self.codes = parse.codes
        self.marks = lexicon.marks
        self.metrics = lexicon.metrics
        memo = lexicon.memo("company")
        if not memo:
            table = lexicon.tables["comparisons"]
            memo.update({name: frozenset(words) for name, words in table["objects"].items()})
            memo["fixed"] = dict.fromkeys(table["triggers"]["t_finer"], "better") | dict.fromkeys(
                table["triggers"]["t_poorer"], "worse")
            memo["beats"] = frozenset(table["triggers"]["t_surpass"] + table["triggers"]["t_match"])
            memo["degrees"] = frozenset(table["triggers"]["t_more"] + table["triggers"]["t_fewer"])
            memo["tops"] = frozenset(table["triggers"]["t_top"])
            memo["nouns"] = frozenset(table["triggers"]["t_gain"] + table["triggers"]["t_superiority"])
        self.sets = memo
        self.endings: tuple[str, ...] = tuple(lexicon.tables["comparisons"]["objects"]["endings"])
        self.fixed: dict[str, str] = memo["fixed"]

    def span(self, index: int) -> Span:
        """Return the span of a trigger; *more* and *most* take their adjective in."""
        atom = self.sentence.atoms[index]
        if atom.lower in {"more", "most", "less"} and index + 1 < len(self.words):
            following = self.sentence.atoms[index + 1]
            if following.mark == self.marks["adjective"] or self.codes[index + 1] == "d":
                return atom.start, following.end
        return atom.start, atom.end

    def satisfies(self, needs: str, index: int, match: re.Match[str]) -> bool:
        """Whether what a rule needs is there."""
        del match
        return bool(getattr(self, "_needs_" + needs.replace("-", "_"))(index))

    def has_rival(self, index: int) -> bool:
        """Whether the trigger names another side."""
        beats = self.words[index] in self.sets["beats"] and self._needs_rival(index)
        return beats or self._needs_than(index) or self._linked(index) is not None

    def _is_verb(self, index: int) -> bool:
        """Whether a word that may be a noun or a participle is used as a verb."""
        code = self.codes[index]
        if code == "s":
            return True
        if code not in "bdgnm":
            return False
        if any(clause.verb == index for clause in self.parse.clauses):
            return True
        back = index - 1
        while back >= 0 and self.codes[back] in "x~":
            back -= 1
        before = self.codes[back] if back >= 0 else ";"
        if code == "g":
            return before not in "DP" or self.words[back] in {"in", "by", "for", "of", "while", "without"}
        return before in "TXC,S" and code != "d" or (before == "X" and self.words[index] in {"beat"})

    def _head_end(self, found: Range) -> int:
        """Where the head of a phrase ends: before its first *of*."""
        return next((place for place in range(*found) if self.words[place] == "of" and place > found[0]), found[1])

    def _object(self, index: int) -> Range | None:
        start = index + 1
        if self.words[start:start + 1] == ["or"] and self.words[start + 1:start + 2] and self.words[start + 1] in self.sets["beats"]:
            start += 2
        while start < len(self.codes) and (self.codes[start] in "x~" or self.words[start] in {"both", "on", "upon", "at"}):
            start += 1
        return phrase_from(self.codes, self.words, start, self.grammar)

    def _needs_rival(self, index: int) -> bool:
        if not self._is_verb(index):
            return False
        found = self._object(index)
        if found is None:
            return self.words[index] in {"dominates", "dominate"}
        if self.codes[found[0]] == "Q":
            return False
        return not all(self._is_outcome(place) for place in range(*found)) or self.words[index].startswith("out")

    def _needs_known_rival(self, index: int) -> bool:
        if not self._is_verb(index):
            return False
        found = self._object(index)
        if found is None or self.grammar.lemma(self.words[index]) == "compete":
            return self._linked(index) is not None
        span = range(*found)
        return any(self.words[place].endswith(("'s", "’s")) or self._is_name(place) or self.words[place] in self.sets["rivals"] or self.words[place] in {
            "those", "human", "humans", "baseline", "baselines", "state-of-the-art", "full", "performance"} for place in span)

    def _needs_alike(self, index: int) -> bool:
        if self._linked(index) is not None:
            return True
        if self.words[index] in {"similar", "close", "identical", "equivalent", "equally", "similarly"}:
            return False
        return self._needs_result(index) or (self._achieves(index) and self.codes[index + 1:index + 2] in {"", "P", "~", ","})

    def _needs_than(self, index: int) -> bool:
        """*than* with a name after it, in the same clause; not ``more than ten``."""
        for place in range(index + 1, min(index + 14, len(self.words))):
            if self.codes[place] in ";S":
                return False
            if self.words[place] == "than":
                name = phrase_from(self.codes, self.words, place + 1, self.grammar) or (place + 1, place + 2)
                return "Q" not in self.codes[place + 1:name[1]] and place + 1 < len(self.codes) and (
                    place > index + 1 or self.words[index] not in {"more", "less", "fewer"})
        return False

    def _needs_result(self, index: int) -> bool:
        """An outcome in the phrase that the trigger opens, and a verb of achieving before it."""
        if self.words[index + 1:index + 3] == ["of", "our"]:
            return False
        found = self._object(index)
        if found is None:
            return False
        named = self.words[index] in _EXTREMES and self.codes[index - 1:index] == "D" and (
            self.words[self._head_end(found) - 1] not in self.sets["rivals"])
        outcome = named or any(self._is_outcome(place) for place in range(found[0], self._head_end(found)))
        return outcome and self._achieves(index)

    def _needs_set(self, index: int) -> bool:
        if self.words[index] == "most":
            return self.words[index + 1:index + 2] != [] and self.words[index + 1] in _QUALITIES and self._achieves(index)
        if self.words[index] not in {"state-of-the-art", "state of the art", "sota", "best", "highest", "top-performers", "top"}:
            return False
        following = self.codes[index + 1:index + 2]
        if self.words[index] == "best" and self.grammar.lemma(self.words[index - 1]) in {"perform", "work", "score", "rank", "do", "fare"}:
            return True
        return following in {"P", "~", ",", "C", ")", "(", ""} and self._achieves(index) and self.words[index - 1] != "to"

    def _needs_shown(self, index: int) -> bool:
        shown = any(self.grammar.lemma(word) in self.grammar.sets["report_verbs"] for word in self.words[max(0, index - 9):index])
        return shown and self.codes[index + 1:index + 2] in {"P", "T"}

    def _needs_outcome(self, index: int) -> bool:
        """A metric, a noun of performance or a benchmark as object of the verb, or as its subject in the passive."""
        if self.codes[index] == "d" and not self._is_verb(index):
            company = self.words[index - 1] in {"with", "and", ","} or self._achieves(index)
            return company and self._object_is_outcome(index)
        intransitive = self.words[index] in {"improve", "improves", "improved"} and self.words[index + 1:index + 2] in (["at"], ["on"])
        return self._is_verb(index) and (intransitive or self._object_is_outcome(index) or self._subject_is_outcome(index)
                                         or self._reported(index))

    def _reported(self, index: int) -> bool:
        """``we show that X reduces Y``: what is reported need be no known outcome, but must not be a rival."""
        owner = self.parse.owner[index]
        if owner < 0 or self.parse.clauses[owner].opener != "that" or self.codes[index] not in "sbd":
            return False
        found = self._object(index)
        if found is None or any(self.words[place] in self.sets["rivals"] for place in range(*found)):
            return False
        lemmas = {self.grammar.lemma(self.words[clause.verb]) for clause in self.parse.clauses[:owner]}
        return not lemmas.isdisjoint(self.grammar.sets["report_verbs"])

    def _subject_is_outcome(self, index: int) -> bool:
        """``accuracy improves``: no object, and an outcome as subject."""
        owner = self.parse.owner[index]
        if owner < 0 or self.parse.clauses[owner].verb != index or self.parse.clauses[owner].subject is None:
            return False
        first, last = self.parse.clauses[owner].subject  # type: ignore[misc]
        return self._object(index) is None and self._is_outcome(last - 1)

    def _needs_linked(self, index: int) -> bool:
        """``superior to X``: a name after *to*, and a verb of being or comparing before."""
        return self._linked(index) is not None and (self._achieves(index) or "compare" in self.grammar.lemma(self.words[index - 1]))

    def _needs_change_noun(self, index: int) -> bool:
        found = phrase_from(self.codes, self.words, index + 2, self.grammar)
        if found is None or self.codes[index] in "sgd" or not self._achieves(index):
            return False
        return any(self._is_outcome(place) for place in range(found[0], self._head_end(found)))

    def _needs_behind(self, index: int) -> bool:
        """``lags behind X``, ``falls short of X``."""
        following = self.words[index + 1:index + 3]
        if self.words[index] in {"behind", "short"}:
            fall = self.grammar.lemma(self.words[index - 1]) == "fall"
            return fall and (self.words[index] == "behind" or following[:1] == ["of"])
        return self._is_verb(index) and "behind" in following

    def _needs_beaten(self, index: int) -> bool:
        passive = self.codes[index] == "d" and "X" in self.codes[max(0, index - 4):index]
        return passive and "Q" not in self.codes[index + 1:index + 5]

    def _object_is_outcome(self, index: int) -> bool:
        found = self._object(index)
        if found is None:
            return False
        return any(self._is_outcome(place) or self.sentence.atoms[place].mark == self.marks["benchmark"]
                   for place in range(found[0], self._head_end(found)))

    def _needs_outcome_or_subject(self, index: int) -> bool:
        if self._is_verb(index) and self._object_is_outcome(index):
            return True
        owner = self.parse.owner[index]
        capital = self.sentence.text[self.sentence.atoms[index].start].isupper()
        if owner < 0 or self.parse.clauses[owner].subject is None or not self._is_verb(index) or capital:
            return False
        first, last = self.parse.clauses[owner].subject  # type: ignore[misc]
        subject = any(self._is_outcome(place) for place in range(first, last))
        return subject or self.words[index] in {"degrade", "degrades", "collapse", "collapses", "plummet", "underperform", "underperforms"}

    def _needs_gain(self, index: int) -> bool:
        if self.codes[index - 1:index] == "" or self.words[index - 1] in {"the", "of", "these", "further"} or self.codes[index + 1:index + 2] in {"d", "g"}:
            return False
        if "the" in self.words[max(0, index - 3):index] or "of" in self.words[max(0, index - 2):index]:
            return False
        return self._achieves(index) or self._seen(index)

    def _needs_standing(self, index: int) -> bool:
        return self._needs_result(index) or (self.words[index].startswith("top-perf") and self._achieves(index))

    def _achieves(self, index: int) -> bool:
        """A verb of achieving, or *with*, before the trigger with nothing but its phrase between."""
        for back in range(index - 1, max(-1, index - 12), -1):
            word, code = self.words[back], self.codes[back]
            if code in ";S" or word == "than":
                return False
            lemma = self.grammar.lemma(word)
            if lemma in {"require", "use"}:
                return self.words[index] in {"fewer", "less", "lower", "smaller", "shorter"}
            if lemma in _ACHIEVE:
                return True
            if code == "g" and self.codes[back - 1:back] in {",", "C"}:
                return False
            if code == "T" and self.grammar.lemma(self.words[back - 1]) == "lead":
                return True
            if code in "sbTR":
                return False
        return False

    def _seen(self, index: int) -> bool:
        """``Improvements are seen over X``, ``Consistent gains across tasks show``: the gain is the subject."""
        owner = self.parse.owner[index]
        if owner < 0 or self.parse.clauses[owner].verb <= index:
            return False
        verb = self.parse.clauses[owner].verb
        passive = self.codes[verb] == "X" and any(word in _SEEN for word in self.words[verb + 1:verb + 4])
        return passive or self.codes[index - 1:index] in {"N", "n", "m"}

    def _linked(self, index: int) -> Range | None:
        """The name after ``comparable ... to``, ``on par with``."""
        for place in range(index + 1, min(index + 6, len(self.words))):
            if self.words[place] in _LINKS or self.words[place] in {"compared to", "compared with"}:
                return phrase_from(self.codes, self.words, place + 1, self.grammar)
            if self.codes[place] in ",;SRPsb":
                return None
        return None

    def _is_outcome(self, index: int) -> bool:
        atom = self.sentence.atoms[index]
        return atom.mark == self.marks["metric"] or atom.lower in self.sets["outcomes"] or atom.lower.endswith(self.endings)

    def _is_name(self, index: int) -> bool:
        return self.sentence.atoms[index].mark in (self.marks["system"], self.marks["name"])

    def attributive(self, index: int) -> str:
        """Whether the trigger only describes a rival: ``state-of-the-art methods``, ``stronger baselines``."""
        verb = self._is_verb(index) and self.words[index] not in self.sets["tops"]
        if verb or self.words[index] in self.sets["nouns"]:
            return ""
        for place in range(index + 1, min(index + 7, len(self.words))):
            code = self.codes[place]
            if code in ",;SPCRXTQ()" or self._is_outcome(place):
                return ""
            if self.words[place] in self.sets["rivals"]:
                return "describes a rival"
        return ""

    def carried(self, index: int) -> str:
        """Whether a number in the same clause carries the claim."""
        changes = [draft for draft in self.document.drafts if draft.sentence is self.sentence and draft.kind in {"change", "level"}]
        for draft in changes:
            if draft.kind == "level" and self._in_subject(index, draft.atom):
                return f"carried by {self.sentence.text[draft.start:draft.end]}"
            if draft.kind == "change" and self._carries(index, draft.atom):
                return f"carried by {self.sentence.text[draft.start:draft.end]}"
            if draft.kind == "level" and self._carries_level(index, draft.atom, role=draft.role is not None):
                return f"carried by {self.sentence.text[draft.start:draft.end]}"
        return ""

    def _in_subject(self, index: int, atom: int) -> bool:
        """``38 scores are lower than``: the number of the subject carries the claim."""
        owner = self.parse.owner[index]
        if owner < 0 or self.parse.clauses[owner].subject is None:
            return False
        first, last = self.parse.clauses[owner].subject  # type: ignore[misc]
        return first == atom < last <= index

    def _carries(self, index: int, atom: int) -> bool:
        low, high = sorted((index, atom))
        between = self.codes[low + 1:high]
        if ";" in between or "S" in between:
            return False
        if atom < index:
            return high - low <= 6 and not between.strip("NDx~nm")  # noqa: PLR2004
        if "(" in between and ")" not in between and not set(between) & set("sbSX"):
            return True
        top = self.sentence.atoms[index].lower in self.sets["tops"]
        noun = self.words[index] in self.sets["nouns"] or not self._is_verb(index)
        degree = self.words[index] in self.sets["degrees"]
        if noun and not top and not degree and self.parse.owner[index] == self.parse.owner[atom]:
            return self._linked(index) is None or "," not in between
        if not noun and not self._amount_of(atom):
            return False
        return "," not in _unbracketed(between)[:-1] and not any(
            self.codes[place] in "g" and self.codes[place - 1] in ",C" for place in range(low + 1, high))

    def _amount_of(self, atom: int) -> bool:
        """Whether a number says by how much: ``by 5%``, ``with 5% more``, not ``trained with 5% more``."""
        back = atom - 1
        while back > 0 and self.codes[back] in "x~D":
            back -= 1
        word = self.words[back]
        return word in {"by", "of", "from", "to", "(", ","} or self.codes[back] in "(C,gsb" or (word == "with" and self.codes[back - 1] != "d")

    def _carries_level(self, index: int, atom: int, *, role: bool) -> bool:
        if atom < index:
            return False
        between = self.codes[index + 1:atom]
        words = self.words[index + 1:atom]
        if ";" in between or "," in between or "S" in between or len(between) > 14:
            return False
        if role:
            return True
        if "(" in between and ")" not in between:
            inside = words[len(words) - between[::-1].index("("):]
            rival = "Q" not in between and self.has_rival(index)
            return not any(word in {"=", ":"} for word in inside) and not rival
        return words[-1:] in (["of"], ["to"], ["at"]) and not any(word in {"with", "while"} for word in words)

    def metric(self, index: int, needs: str) -> Span | None:
        """Return the words of what is improved, with the whole coordination, where they are the trigger's object."""
        if needs in {"rival", "known-rival"}:
            return None
        found = self._object(index)
        if found is None or not any(self._is_outcome(place) for place in range(*found)):
            return None
        first, last = found
        while first < last - 1 and self.codes[first] in "DxY~":
            first += 1
        return self.sentence.atoms[first].start, self.sentence.atoms[last - 1].end

    def lower_is_better(self, index: int, metric: Span | None) -> bool:
        """Whether less of the trigger's metric is better."""
        del index
        if metric is None:
            return False
        for atom in self.sentence.atoms:
            if metric[0] <= atom.start < metric[1]:
                if isinstance(atom.data, str) and atom.data in self.metrics:
                    return self.metrics[atom.data].facts.get("higher_is_better") == "false"
                if any(word in self.sets["lower_is_better"] for word in atom.lower.split()):
                    return True
        return False


def _unbracketed(codes: str) -> str:
    """Codes without what stands in brackets."""
    kept, depth = [], 0
    for code in codes:
        depth += (code == "(") - (code == ")")
        if depth <= 0:
            kept.append(code)
    return "".join(kept)

"""The company that a rule asks a trigger to keep: another side, an outcome as object, a verb of achieving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.errors import LexiconError
from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.surroundings import Surroundings

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.rules import Rule

__all__ = ["Company"]

_THAN_NEAR = 14  # atoms between a comparative and its *than*


class Company(Surroundings):
    """Tells whether what a rule needs (``then.needs``) is there."""

    def satisfies(self, rule: Rule, index: int) -> bool:
        """Whether a trigger has the company that the rule asks for.

        Raises
        ------
        LexiconError
            If the rule asks for something unknown.
        """
        needs = str(rule.then.get("needs", ""))
        test = getattr(self, "_needs_" + needs.replace("-", "_"), None)
        if test is None:
            known = sorted(
                name.removeprefix("_needs_").replace("_", "-") for name in dir(self) if name.startswith("_needs_")
            )
            raise LexiconError(
                f"unknown needs {needs!r}", where=f"{rule.file}, rule {rule.id!r}", do=f"known are {', '.join(known)}"
            )
        return bool(test(index))

    def has_rival(self, index: int) -> bool:
        """Whether the trigger names another side."""
        beats = self.words[index] in self.sets["beats"] and self._needs_rival(index)
        return beats or self._needs_than(index) or self.linked(index) is not None

    def span(self, index: int) -> Span:
        """Return the span of a trigger; *more* and *most* take their adjective in."""
        atom = self.sentence.atoms[index]
        if atom.lower in {"more", "most", "less"} and index + 1 < len(self.words):
            following = self.sentence.atoms[index + 1]
            if following.mark == self.marks["adjective"] or self.codes[index + 1] == "d":
                return atom.start, following.end
        return atom.start, atom.end

    def metric(self, index: int, needs: str) -> Span | None:
        """Return the words of what is improved, with the whole coordination, where they are the trigger's object."""
        found = None if needs in {"rival", "known-rival"} else self.object(index)
        if found is None or not any(self.is_outcome(place) for place in range(*found)):
            return None
        first, last = found
        while first < last - 1 and self.codes[first] in "DxY~":
            first += 1
        return self.sentence.atoms[first].start, self.sentence.atoms[last - 1].end

    def higher_is_better(self, metric: Span | None) -> bool | None:
        """Whether more of a metric is better: by its words (error, quality), else by the lexicon; None if unknown."""
        if metric is None:
            return None
        inside = self.sentence.inside(metric)
        words = {word for atom in inside for word in atom.lower.split()}
        if words & self.sets["lower_is_better"]:
            return False
        known = [atom.data for atom in inside if isinstance(atom.data, str) and atom.data in self.metrics]
        if known:
            return self.metrics[known[-1]].facts.get("higher_is_better") != "false"
        return True if words & self.sets["outcomes"] else None

    def _needs_rival(self, index: int) -> bool:
        """Another side as object: ``outperforms X``, not ``exceeding 90%`` nor ``exceeds accuracy``."""
        found = self.object(index) if self.is_verb(index) else None
        if found is None:
            counted = self.words[index + 1 : index + 2] and self.words[index + 1].split()[-1] in self.sets["rivals"]
            return self.is_verb(index) and (bool(counted) or self.words[index] in {"dominates", "dominate"})
        outcomes = all(self.is_outcome(place) for place in range(*found))
        own = self.words[found[0]] in {"its", "their"} and self.grammar.lemma(self.words[index]) == "exceed"
        itself = own or (
            self.codes[found[0]] == "Q" and self.words[found[1] - 1] not in self.sets["rivals"]
        )
        return not itself and (not outcomes or self.words[index].startswith("out"))

    def _needs_known_rival(self, index: int) -> bool:
        """As rival, but told by its words: names, models, humans."""
        if not self.is_verb(index):
            return False
        found = self.object(index)
        if found is None or self.grammar.lemma(self.words[index]) == "compete":
            return self.linked(index) is not None
        known = self.sets["rivals"] | self.sets["rival_words"]
        return any(
            self.words[place].endswith(("'s", "’s")) or self.is_name(place) or self.words[place] in known
            for place in range(*found)
        )

    def _needs_alike(self, index: int) -> bool:
        """Another side after *to* or *with*, or a result that is said to be competitive."""
        if self.linked(index) is not None:
            return True
        if self.words[index] in self.sets["likeness"]:
            return False
        alone = self.codes[index + 1 : index + 2] in {"", "P", "~", ","}
        return self._needs_result(index) or (alone and self.achieves(index))

    def _needs_than(self, index: int) -> bool:
        """*than* with a name after it, in the same clause; not ``more than ten``."""
        for place in range(index + 1, min(index + _THAN_NEAR, len(self.words))):
            if self.codes[place] in ";S":
                return False
            if self.words[place] == "than":
                name = phrase_from(self.codes, self.words, place + 1) or (place + 1, place + 2)
                bare = place == index + 1 and self.words[index] in {"more", "less", "fewer"}
                return "Q" not in self.codes[place + 1 : name[1]] and place + 1 < len(self.codes) and not bare
        return False

    def _needs_compared(self, index: int) -> bool:
        """Ask for *compared to* with a name after it, and a verb of achieving or being before."""
        for place in range(index + 1, min(index + _THAN_NEAR, len(self.words))):
            if self.words[place].startswith(("compared ", "relative ", "versus")):
                named = phrase_from(self.codes, self.words, place + 1)
                return named is not None and self.achieves(index)
        return False

    def _needs_result(self, index: int) -> bool:
        """Ask for an outcome in the phrase that the trigger opens, and a verb of achieving before it."""
        found = self.object(index)
        if found is None or self.words[index + 1 : index + 3] == ["of", "our"]:
            return False
        head = self.head(found)
        extreme = self.words[index] in self.sets["extremes"] and self.codes[index - 1 : index] == "D"
        named = extreme and self.words[head[-1]] not in self.sets["rivals"]
        return (named or any(map(self.is_outcome, head))) and (self.achieves(index) or self._seen(index))

    def _needs_set(self, index: int) -> bool:
        """Ask for a height as such: ``a new state of the art``, ``performs best``, ``is the most effective``."""
        word, following = self.words[index], self.words[index + 1 : index + 2]
        if word == "most":
            quality = bool(following) and following[0].rsplit("-", 1)[-1] in self.sets["qualities"]
            return quality and self.achieves(index)
        if word == "best" and self.grammar.lemma(self.words[index - 1]) in self.sets["performing"]:
            return True
        if word in self.sets["tops"] and self.codes[index - 1 : index] == "D" and self._is_the_top(index):
            return True
        alone = self.codes[index + 1 : index + 2] in {"P", "~", ",", "C", ")", "(", ""}
        related = not {"with", "to"}.isdisjoint(self.words[max(0, index - 2) : index])
        return word in self.sets["heights"] and alone and self.achieves(index) and not related

    def _is_the_top(self, index: int) -> bool:
        """Whether a system is said to be the first of its kind: ``remains the top-performing method``."""
        verb = self.grammar.lemma(self.words[index - 2]) in {"be", "remain", "is", "are", "was", "were"}
        return verb and any(word in self.sets["rivals"] for word in self.words[index + 1 : index + 4])

    def _needs_shown(self, index: int) -> bool:
        """Ask for a verb of reporting before, and *of*, *over* or *to* after."""
        before = self.words[self.codes.rfind(";", 0, index) + 1 : index]
        shown = any(self.grammar.lemma(word) in self.grammar.sets["report_verbs"] for word in before)
        return self._seen(index) or (shown and self.codes[index + 1 : index + 2] in {"P", "T"})

    def _needs_outcome(self, index: int) -> bool:
        """Ask for a metric, a noun of performance or a benchmark as object, or as subject of a verb without object."""
        if not self.is_verb(index):
            company = self.words[index - 1] in {"with", "and", ","} or self.achieves(index)
            shown = self.codes[index] == "d" and self.grammar.lemma(self.words[index - 1]) in self.sets["showing"]
            return self.codes[index] == "d" and company and (shown or self.object_is_outcome(index))
        bare = self.words[index] in {"improve", "improves", "improved"} and self.words[index + 1 : index + 2] in (
            ["at"],
            ["on"],
        )
        against = self.compared(index) and self.object(index) is not None
        told = against or self.object_is_outcome(index) or self._subject_is_outcome(index)
        return bare or told or self._reported(index)

    def _reported(self, index: int) -> bool:
        """``we show that X reduces Y``: what is reported need be no known outcome, but must not be a rival."""
        clause = self.clause(index)
        found = self.object(index)
        if clause is None or clause.opener != "that" or self.codes[index] not in "sbd" or found is None:
            return False
        lemmas = {
            self.grammar.lemma(self.words[earlier.verb]) for earlier in self.parse.clauses[: self.parse.owner[index]]
        }
        rival = any(self.words[place] in self.sets["rivals"] for place in range(*found))
        return not rival and not lemmas.isdisjoint(self.grammar.sets["report_verbs"])

    def _subject_is_outcome(self, index: int) -> bool:
        """``accuracy improves``: no object, and an outcome as subject."""
        clause = self.clause(index)
        if clause is None or clause.verb != index or clause.subject is None:
            return False
        return self.object(index) is None and self.is_outcome(clause.subject[1] - 1)

    def _needs_linked(self, index: int) -> bool:
        """``superior to X``: a name after *to*, and a verb of being or comparing before."""
        compares = self.grammar.lemma(self.words[index - 1]) == "compare"
        return self.linked(index) is not None and (compares or self.achieves(index))

    def _needs_change_noun(self, index: int) -> bool:
        """Ask for ``a sharp decline in accuracy``: an outcome after *in* or *of*, a verb of achieving before."""
        found = phrase_from(self.codes, self.words, index + 2)
        if found is None or self.codes[index] in "sgd" or not self.achieves(index):
            return False
        return any(map(self.is_outcome, self.head(found)))

    def _needs_behind(self, index: int) -> bool:
        """``lags behind X``, ``falls short of X``."""
        following = self.words[index + 1 : index + 3]
        if self.words[index] in {"behind", "short"}:
            fall = self.grammar.lemma(self.words[index - 1]) == "fall"
            return fall and (self.words[index] == "behind" or following[:1] == ["of"])
        return self.is_verb(index) and "behind" in following

    def _needs_beaten(self, index: int) -> bool:
        """``is outperformed by X``, without a number."""
        passive = self.codes[index] == "d" and "X" in self.codes[max(0, index - 4) : index]
        return passive and "Q" not in self.codes[index + 1 : index + 5]

    def _needs_outcome_or_subject(self, index: int) -> bool:
        """Ask for an outcome that declines, as object or as subject."""
        if not self.is_verb(index):
            return False
        clause = self.clause(index)
        capital = self.sentence.text[self.sentence.atoms[index].start].isupper()
        if self.object_is_outcome(index) or clause is None or clause.subject is None or capital:
            return self.object_is_outcome(index)
        return any(map(self.is_outcome, range(*clause.subject))) or self.words[index] in self.sets["decline"]

    def _needs_gain(self, index: int) -> bool:
        """Ask for a gain that is achieved or seen, not one spoken of (``the gains``, ``gains ranging from``)."""
        spoken = {"the", "of", "these", "further"} & {*self.words[max(0, index - 2) : index]} or self.words[
            index - 3 : index - 2
        ] == ["the"]
        weak = not self.sets["weak"].isdisjoint(self.words[max(0, index - 3):index])
        if index == 0 or spoken or weak or self.codes[index + 1 : index + 2] in {"d", "g"}:
            return False
        return self.achieves(index) or self._seen(index)

    def _needs_lift_noun(self, index: int) -> bool:
        """Ask for ``a clear performance boost``: no verb, with nothing but a preposition or an end behind."""
        ends = self.codes[index + 1 : index + 2] in {"", "P", "~", ",", ";", "C"}
        return ends and not self.is_verb(index) and self._needs_gain(index)

    def _seen(self, index: int) -> bool:
        """``Improvements are seen over X``, ``Consistent gains across tasks show``: the gain is the subject."""
        clause = self.clause(index)
        if clause is None or clause.verb <= index:
            return False
        passive = self.codes[clause.verb] == "X" and any(
            word in self.sets["seen"] for word in self.words[clause.verb + 1 : clause.verb + 4]
        )
        reports = self.grammar.lemma(self.words[clause.verb]) in self.grammar.sets["report_verbs"]
        return passive or (reports and self.codes[index - 1 : index] in {"N", "n", "m"})

    def _needs_standing(self, index: int) -> bool:
        """``expert-level accuracy``, ``were top-performers``."""
        return self._needs_result(index) or (self.words[index].startswith("top-perf") and self.achieves(index))

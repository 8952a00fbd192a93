"""Checks of the rules: examples and rejects, how often each fires, its precision on labelled data, its cost."""

from __future__ import annotations

import csv
import math
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaanalysis.evaluation.labels import agreeing
from metaanalysis.extraction.pipeline import Extractor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from metaanalysis.extraction.atoms import Document
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.rules import Rule

__all__ = ["RuleReport", "check_rules", "measure_precision", "wilson", "write_confidence"]

_FEWEST = 5  # claims: the precision of a rule that made fewer is not known
_Z = 1.959963984540054  # standard normal quantile of 0.975
_ORDINAL = "comparisons"


@dataclass
class RuleReport:
    """What was found out about one rule.

    Attributes
    ----------
    rule : str
        Its id.
    file : str
        Stem of the rule file, ``algorithm`` for a rule that is code.
    faults : list of str
        Examples that do not fire, rejects that do, rejects that are missing, a rule that never fires.
    fired : int or None
        Claims it made (numbers it set aside, for a rule that does that) on the sample, None without a sample.
    n, correct : int
        Claims it made on labelled abstracts, and how many of them are labelled so.
    cost : float or None
        Microseconds an abstract of the sample spends on matching the rule, None without a sample.
    """

    rule: str
    file: str
    faults: list[str] = field(default_factory=list)
    fired: int | None = None
    n: int = 0
    correct: int = 0
    cost: float | None = None

    @property
    def precision(self) -> float | None:
        """Share of its claims that are labelled so, None if it made none."""
        return self.correct / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The precision's 95% Wilson interval."""
        return wilson(self.correct, self.n) if self.n else None


def wilson(successes: int, n: int, z: float = _Z) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212)."""
    share = successes / n
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def check_rules(
    lexicon: Lexicon,
    sample: Iterable[Mapping[str, Any]] | None = None,
    labelled: Iterable[Mapping[str, Any]] | None = None,
) -> list[RuleReport]:
    """Check every rule of a lexicon.

    Parameters
    ----------
    lexicon : Lexicon
        The rules.
    sample : iterable of mapping, optional
        Papers on which the rules are counted and timed; a rule that never fires there has a fault.
    labelled : iterable of mapping, optional
        Labelled abstracts on which precision is counted.

    Returns
    -------
    list of RuleReport
        In the order of the files, then the rules that are code.
    """
    extractor = Extractor(lexicon)
    reports = {
        rule.id: RuleReport(rule.id, stem, _faults(rule, stem, extractor))
        for stem, rules in lexicon.rules.items()
        for rule in rules
    }
    if labelled is not None:
        for rule, (n, correct) in measure_precision(extractor, labelled).items():
            report = reports.setdefault(rule, RuleReport(rule, "algorithm"))
            report.n, report.correct = n, correct
    if sample is not None:
        _count(extractor, list(sample), reports)
    return list(reports.values())


def measure_precision(extractor: Extractor, labelled: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return for each rule how many claims it made on labelled abstracts, and how many agree with a label."""
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for paper in labelled:
        rows = extractor.rows(paper)
        for row, correct in zip(rows, agreeing(paper["claims"], rows), strict=True):
            made[row["rule"]] += 1
            right[row["rule"]] += correct
    return {rule: (made[rule], right[rule]) for rule in sorted(made)}


def write_confidence(counts: Mapping[str, tuple[int, int]], path: str | Path) -> None:
    """Write measured precisions as the lexicon's ``confidence.csv``: rule, n, correct, precision.

    A rule that made fewer than five claims is left out: its precision is not known.
    """
    with open(path, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("rule", "n", "correct", "precision"))
        known = {rule: made for rule, made in sorted(counts.items()) if made[0] >= _FEWEST}
        writer.writerows((rule, n, correct, f"{correct / n:.4f}") for rule, (n, correct) in known.items())


def _faults(rule: Rule, stem: str, extractor: Extractor) -> list[str]:
    faults = [
        f"example does not fire: {example}"
        for example in rule.examples
        if not (_fires(rule, stem, str(example), extractor) or _fits(rule, stem, str(example), extractor))
    ]
    faults += [f"reject fires: {reject}" for reject in rule.rejects if _fires(rule, stem, str(reject), extractor)]
    if not rule.rejects:
        faults.append("has no reject")
    return faults


def _fires(rule: Rule, stem: str, text: str, extractor: Extractor) -> bool:
    return _times(rule, stem, extractor.read({"paper_id": "example", "abstract": text})) > 0


def _fits(rule: Rule, stem: str, text: str, extractor: Extractor) -> bool:
    """Whether a rule for numbers fits, though an earlier rule may have won."""
    if stem == _ORDINAL:
        return False
    return any(
        True
        for sentence in extractor.scan({"paper_id": "example", "abstract": text}).sentences
        for _ in rule.matches(sentence.skeleton)
    )


def _times(rule: Rule, stem: str, document: Document) -> int:
    """How many claims the rule made in a paper, or how many numbers it set aside."""
    if rule.then.get("kind") != "nothing":
        return sum(draft.rule == rule.id for draft in document.drafts)
    taken = {draft.start for draft in document.drafts}
    return (
        sum(
            sentence.atoms[match.start("q")].start not in taken
            for sentence in document.sentences
            for match in rule.matches(sentence.skeleton)
        )
        if stem != _ORDINAL
        else 0
    )


def _count(extractor: Extractor, sample: list[Mapping[str, Any]], reports: dict[str, RuleReport]) -> None:
    documents = [extractor.read(paper) for paper in sample]
    made = Counter(draft.rule for document in documents for draft in document.drafts)
    for stem, rules in extractor.lexicon.rules.items():
        for rule in rules:
            report = reports[rule.id]
            report.fired = (
                made[rule.id]
                if rule.then.get("kind") != "nothing"
                else sum(_times(rule, stem, document) for document in documents)
            )
            report.cost = _cost(rule, documents)
            if not report.fired:
                report.faults.append(f"never fires on {len(sample):,} papers")
    for rule_id in made.keys() - reports.keys():
        reports[rule_id] = RuleReport(rule_id, "algorithm")
    for rule_id in made:
        reports[rule_id].fired = made[rule_id]


def _cost(rule: Rule, documents: list[Document]) -> float:
    """Microseconds an abstract spends on matching one rule."""
    skeletons = [sentence.skeleton for document in documents for sentence in document.sentences]
    views = [(skeleton, frozenset(skeleton)) for skeleton in skeletons]
    start = time.perf_counter()
    for skeleton, present in views:
        if rule.possible(present):
            for _ in rule.matches(skeleton):
                pass
    return (time.perf_counter() - start) / max(1, len(documents)) * 1e6

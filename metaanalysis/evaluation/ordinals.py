"""Learning the weights of the signs of ordinal claims from labelled abstracts: a penalised logistic regression."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from metaanalysis.extraction.comparisons import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from metaanalysis.extraction.atoms import Document
    from metaanalysis.extraction.pipeline import Extractor

__all__ = ["Example", "examples", "fit_weights", "own_examples", "write_weights"]

_GENERAL, _BIAS = "general", "bias"
_FEWEST = 6  # examples: a sign of fewer is not weighed
_FEWEST_IN_CLASS = 12  # examples of one class of triggers: else the sign has no weight of its own there
_PENALTY = 5.0  # half of it times the squared weight is taken from the log likelihood
_CUT = 0.38  # a trigger more likely than this makes a claim; best F1 of cross-validation on labelled abstracts
_SHY = (
    "near before: ", "near behind: ", "zone before: ", "zone behind: ", "results before: ", "results in all: ",
    "numbers before: ", "numbers in all: ", "words to the number: ", "word to the number: ", "unit of the number: ",
    "on the way to the number: ",
)
_SHY_PENALTY = 4.0  # times the penalty: signs of so many kinds that each tells little; they have no weight in a class
_SMALLEST = 0.05  # smaller weights are left out
_OWN = 8  # times that an example or a reject of a rule counts


@dataclass(frozen=True, slots=True)
class Example:
    """A trigger of a labelled abstract.

    Attributes
    ----------
    start, end : int
        Its span in the abstract.
    kind : str
        Its class.
    signs : frozenset of str
        What stands around it.
    claim : bool
        Whether a labelled ordinal claim overlaps it.
    """

    start: int
    end: int
    kind: str
    signs: frozenset[str]
    claim: bool

    def weighed(self) -> Iterator[tuple[str, str]]:
        """Yield the weights that count for it: each sign in general, and in its class."""
        for sign in self.signs:
            yield _GENERAL, sign
            if not sign.startswith(_SHY):
                yield self.kind, sign
        yield self.kind, _BIAS


def examples(extractor: Extractor, paper: Mapping[str, Any]) -> list[Example]:
    """Return the triggers of a labelled abstract (``paper_id``, ``abstract``, ``claims``) as examples.

    Of an abstract with ``judged`` triggers (start, end, claim) only those are returned.
    """
    document: Document = extractor.scan(paper)
    extractor.draft(document)
    document.drafts = [draft for draft in document.drafts if draft.kind != "comparison"]
    found = [(span, kind, frozenset(signs)) for sentence in document.sentences
             for span, kind, signs in seen(sentence, document, extractor.lexicon)]
    if "judged" in paper:
        return [Example(*span, kind, signs, claim) for span, kind, signs in found
                for first, last, claim in paper["judged"] if span[0] < last and first < span[1]]
    labelled = [(claim["start"], claim["start"] + len(claim["text"]))
                for claim in paper["claims"] if claim["kind"] == "comparison"]
    return [Example(start, end, kind, signs, any(start < last and first < end for first, last in labelled))
            for (start, end), kind, signs in found]


def own_examples(extractor: Extractor) -> list[Example]:
    """Return the triggers of the rules' own examples and rejects; in an example only those of the rule's class.

    Each is repeated, because it is plain.
    """
    found = []
    for rule in extractor.lexicon.rules["comparisons"]:
        for texts, claim in ((rule.examples, True), (rule.rejects, False)):
            for text in texts:
                read = examples(extractor, {"paper_id": "", "abstract": text, "claims": []})
                found += [replace(example, claim=claim) for example in read if not claim or example.kind in rule.source]
    return found * _OWN


def fit_weights(labelled: Sequence[Example], *, cut: float = _CUT, penalty: float = _PENALTY
                ) -> dict[str, dict[str, float]]:
    """Learn the weights: section -> sign -> log odds.

    Parameters
    ----------
    labelled : sequence of Example
        From :func:`examples`.
    cut : float
        Probability from which a trigger makes a claim; folded into the bias, so that claims have a score of 0 or more.
    penalty : float
        Strength of the ridge penalty on all weights but the bias.

    Returns
    -------
    dict
        ``general`` and one section for each class of triggers.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    index = {key: place for place, key in enumerate(_weighed(labelled))}
    cells = [(row, index[key]) for row, example in enumerate(labelled) for key in example.weighed() if key in index]
    rows, columns = np.array(cells).T
    design = csr_matrix((np.ones(len(cells)), (rows, columns)), (len(labelled), len(index)))
    truth = np.array([example.claim for example in labelled], float)
    ridge = np.array([penalty * (_SHY_PENALTY if sign.startswith(_SHY) else 1) for _, sign in index])

    def loss(weights: Any) -> tuple[float, Any]:
        odds = design @ weights[:-1] + weights[-1]
        slope = 1 / (1 + np.exp(-odds)) - truth
        value = np.logaddexp(0, odds).sum() - truth @ odds + (ridge / 2 * weights[:-1]) @ weights[:-1]
        return float(value), np.append(design.T @ slope + ridge * weights[:-1], slope.sum())

    found = minimize(loss, np.zeros(len(index) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    table: dict[str, dict[str, float]] = {_GENERAL: {_BIAS: float(found[-1]) - math.log(cut / (1 - cut))}}
    for (section, sign), weight in zip(index, found, strict=False):
        if abs(weight) >= _SMALLEST:
            table.setdefault(section, {})[sign] = float(weight)
    return table


def _weighed(labelled: Iterable[Example]) -> list[tuple[str, str]]:
    """Return the signs that are frequent enough, by section."""
    counts = Counter(key for example in labelled for key in example.weighed())
    fewest = {_GENERAL: _FEWEST}
    return sorted(key for key, count in counts.items() if count >= fewest.get(key[0], _FEWEST_IN_CLASS))


def write_weights(table: Mapping[str, Mapping[str, float]], path: str | Path, note: str) -> None:
    """Write weights as the lexicon's ``ordinals.toml``; ``note`` tells what they were learned from."""
    import json

    lines = [f"# {line}" for line in note.splitlines()]
    for section in sorted(table, key=lambda name: (name != _GENERAL, name)):
        lines += ["", f"[{section}]"]
        section_signs = sorted(table[section].items())
        lines += [f"{json.dumps(sign, ensure_ascii=False)} = {weight:.2f}" for sign, weight in section_signs]
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write("\n".join(lines) + "\n")

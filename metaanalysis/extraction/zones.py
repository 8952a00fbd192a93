"""Where an abstract reports results: each sentence is background, method, result or conclusion."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.pieces import signals

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Cues", "cues", "zones"]

_LATE: Final = 0.6  # share of the abstract after which a plain sentence is read as a result
_SHORT: Final = 2  # sentences: a sentence read alone, or a pair, has no background


class Cues:
    """Words that tell the zones of an abstract, from ``comparisons.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.sets = {name: frozenset(words) for name, words in lexicon.tables["comparisons"]["zones"].items()}
        self._masks = signals(lexicon).masks

    def in_sentence(self, name: str, sentence: Sentence) -> bool:
        """Whether a sentence has a word of a list."""
        return sentence.signals & self._masks[name] != 0

    def experiments(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of experiments, anywhere in it."""
        hinted = self.in_sentence("experiments", sentence) or self.in_sentence("outcomes", sentence)
        return hinted and self.strong(sentence.words)

    def reporting(self, sentence: Sentence) -> bool:
        """Whether a sentence reports, anywhere in it."""
        hinted = self.in_sentence("reports", sentence) or self.in_sentence("openers_of_results", sentence)
        return hinted and self.reports(sentence.words)

    def strong(self, words: list[str]) -> bool:
        """Whether words speak of experiments: *results* as a noun, not ``results in``."""
        experiments, outcomes = self.sets["experiments"], self.sets["outcomes"]
        if not experiments.isdisjoint(words):
            alone = experiments.intersection(words) == {"results"}
            return not alone or words[words.index("results") + 1:][:1] != ["in"]
        return not outcomes.isdisjoint(words) and any(
            first == "," and second in outcomes for first, second in pairwise(words))

    def reports(self, words: list[str]) -> bool:
        """Whether words report: ``we find``, ``the analysis shows``, ``... show that``."""
        reports, speakers = self.sets["reports"], self.sets["speakers"]
        if not reports.isdisjoint(words):
            for place, word in enumerate(words):
                if (word in speakers and not reports.isdisjoint(words[place + 1:place + 4])) or (
                        word in reports and words[place + 1:place + 2] == ["that"]):
                    return True
        return not self.sets["openers_of_results"].isdisjoint(words[:2])

    def opens(self, sentence: Sentence, place: float) -> bool:
        """Whether the authors speak of their own work from this sentence on."""
        if self.in_sentence("own", sentence) or place > 1 / 2:
            return True
        papers = self.sets["papers"] if self.in_sentence("papers", sentence) else ()
        if papers and any(first == "this" and second in papers for first, second in pairwise(sentence.words)):
            return True
        return place > 0 and self.in_sentence("presentations", sentence)


def cues(lexicon: Lexicon) -> Cues:
    """Return the cues of a lexicon, built once."""
    memo = lexicon.memo("zone cues")
    if not memo:
        memo["cues"] = Cues(lexicon)
    return memo["cues"]  # type: ignore[no-any-return]


def zones(document: Document, lexicon: Lexicon) -> list[str]:
    """Return for each sentence its zone: ``background``, ``method``, ``result`` or ``conclusion``."""
    found: list[str] = document.notes.get("zones", [])
    if not found:
        claims = {draft.sentence.index for draft in document.drafts if draft.kind in {"level", "change", "statistic"}}
        found = document.notes["zones"] = _zones(document, cues(lexicon), claims)
    return found


def _zones(document: Document, known: Cues, claims: set[int]) -> list[str]:
    count = len(document.sentences)
    opened = count <= _SHORT
    found: list[str] = []
    for index, sentence in enumerate(document.sentences):
        opened = opened or known.opens(sentence, index / count) or (index in claims and index > count / 4)
        if not opened:
            found.append("background")
        elif _looks_ahead(sentence, known, last=index not in claims and index >= count - 1):
            found.append("conclusion")
        else:
            late = index >= _LATE * count or count <= _SHORT
            before = found[-1] if found else "method"
            found.append("result" if index in claims else _reported(sentence, known, before, late=late))
    return found


def _looks_ahead(sentence: Sentence, known: Cues, *, last: bool) -> bool:
    if known.in_sentence("beliefs", sentence) and not known.sets["beliefs"].isdisjoint(sentence.words[:3]):
        return True
    return last and known.in_sentence("conclusions", sentence) and not known.in_sentence("verdicts", sentence)


def _reported(sentence: Sentence, known: Cues, before: str, *, late: bool) -> str:
    """Return result or method, for a sentence of the paper's own without a number."""
    plain = late and not known.in_sentence("introductions", sentence)
    if plain or known.experiments(sentence) or known.reporting(sentence):
        return "result"
    return "result" if before == "result" and not known.in_sentence("method", sentence) else "method"

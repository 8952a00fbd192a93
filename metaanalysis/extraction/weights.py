"""The weight of signs: how much each speaks for or against an ordinal claim, by the class of its trigger."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from metaanalysis.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Weights", "weights"]

_GENERAL: Final = "general"  # the section of ordinals.toml for triggers of all classes
_BIAS: Final = "bias"
_TOLD: Final = 3  # signs that an explanation names


class Weights:
    """Sums the log odds of signs.

    Parameters
    ----------
    table : dict
        Sections of ``ordinals.toml``: ``general``, and one for each class of triggers that adds to it; sign -> log
        odds. The bias counts for every trigger.

    Raises
    ------
    LexiconError
        If there is no section ``general``.
    """

    def __init__(self, table: dict[str, dict[str, float]]) -> None:
        if _GENERAL not in table:
            raise LexiconError(f"no section {_GENERAL!r}", where="ordinals.toml", do="learn it by rules weigh")
        self.general = table[_GENERAL]
        self.totals = {
            kind: self.general | {sign: self.general.get(sign, 0.0) + weight for sign, weight in section.items()}
            for kind, section in table.items()
        }

    def score(self, kind: str, signs: Iterable[str]) -> float:
        """Return the log odds that a trigger of a class with these signs makes a claim, in whatever order they come."""
        known = self.totals.get(kind, self.general)
        weights = [weight for sign in signs if (weight := known.get(sign)) is not None]
        weights.append(known.get(_BIAS, 0.0))
        return fsum(weights)

    def heaviest(self, kind: str, signs: Iterable[str], side: int) -> list[tuple[str, float]]:
        """Return the signs that weigh most for (``side`` 1) or against (-1), with their weights."""
        known = self.totals.get(kind, self.general)
        found = [(sign, weight) for sign in signs if (weight := known.get(sign, 0.0)) * side > 0]
        return sorted(found, key=lambda pair: (-side * pair[1], pair[0]))[:_TOLD]

    def told(self, kind: str, signs: Iterable[str], side: int) -> str:
        """Return the same in words."""
        return ", ".join(f"{sign} {weight:+.1f}" for sign, weight in self.heaviest(kind, signs, side))


def weights(lexicon: Lexicon) -> Weights:
    """Return the weights of a lexicon, built once."""
    memo = lexicon.memo("ordinal weights")
    if not memo:
        memo["weights"] = Weights(lexicon.tables["ordinals"])
    return memo["weights"]  # type: ignore[no-any-return]

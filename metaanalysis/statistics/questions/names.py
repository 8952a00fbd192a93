"""Are two names the same thing? Linking with a table of aliases first, similarity to suggest, and a guard for variants.

Source: Libgober and Jerzak (2023) arXiv:2302.02533 (linking organisations, and how to assess links). Similarity alone
is unsafe for benchmarks and models: versions, splits and sizes differ in one sign. So what differs in such a sign is
never linked, and what only looks alike is left for review.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["assess_links", "link_names", "link_threshold_curve", "same_variant", "similarity"]

# words that name a variant of a thing, and letters that do so behind a separator
_VARIANTS = frozenset({
    "adversarial", "base", "c", "challenge", "chat", "dev", "diamond", "e", "easy", "extended", "full", "h", "hard",
    "instruct", "l", "large", "lite", "m", "main", "matched", "max", "medium", "micro", "mini", "mismatched", "mm",
    "nano", "o", "p", "plus", "pro", "r", "s", "small", "t", "test", "tiny", "train", "turbo", "ultra", "unfiltered",
    "validation", "verified", "xl", "xxl"})


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _plain(name: str) -> str:
    """Return letters, digits and plus signs only."""
    return "".join(sign for sign in _folded(name) if sign.isalnum() or sign == "+")


def same_variant(first: str, second: str) -> bool:
    """Return whether two names carry the same numbers, plus signs and words of variants, in whatever order.

    Examples
    --------
    >>> same_variant("SQuAD 2.0", "SQuAD v2.0"), same_variant("SQuAD 1.1", "SQuAD 2.0")
    (True, False)
    >>> same_variant("MNLI-m", "MNLI-mm")
    False
    """
    return _marks(first) == _marks(second)


def _marks(name: str) -> Counter[str]:
    text = _folded(name)
    # a version 2.0 is a version 2, but 2.10 is not 2.1
    marks: Counter[str] = Counter(re.sub(r"(?:\.0)+$", "", number).lstrip("0") or "0"
                                  for number in re.findall(r"\d+(?:\.\d+)*", text))
    marks.update(["+"] * text.count("+"))
    spaced = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", text)
    words = re.findall(r"[^\W\d_]+", spaced)
    marks.update(word for place, word in enumerate(words) if word in _VARIANTS and (place or len(word) > 2))
    return marks


def similarity(left: Sequence[str], right: Sequence[str], *, low: int = 2, high: int = 4) -> np.ndarray:
    """Return the cosine of weighted character n-grams of every two names, shape (left, right).

    Parameters
    ----------
    left, right : sequence of str
        Names.
    low, high : int
        Lengths of the n-grams; rare ones weigh more (inverse document frequency over both lists).
    """
    grams = [_grams(name, low, high) for name in [*left, *right]]
    column = {gram: place for place, gram in enumerate(sorted({gram for one in grams for gram in one}))}
    rows = np.repeat(np.arange(len(grams)), [len(one) for one in grams])
    columns = np.array([column[gram] for one in grams for gram in one], dtype=int)
    counts = np.array([count for one in grams for count in one.values()], dtype=float)
    rarity = np.log((1 + len(grams)) / (1 + np.bincount(columns, minlength=len(column)))) + 1
    table = sparse.csr_array((counts * rarity[columns], (rows, columns)), shape=(len(grams), len(column)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-12)) @ table)
    return np.asarray((table[:len(left)] @ table[len(left):].T).toarray())


def _grams(name: str, low: int, high: int) -> Counter[str]:
    text = f" {_plain(name)} "
    return Counter(text[start:start + size] for size in range(low, high + 1) for start in range(len(text) - size + 1))


def link_names(left: Sequence[str], right: Sequence[str], *, aliases: Mapping[str, str] | None = None,
               threshold: float = 0.7, guard: bool = True) -> pd.DataFrame:
    """Link names to the names of a list.

    Parameters
    ----------
    left, right : sequence of str
        Names to link, and the list that they are linked to.
    aliases : mapping of str to str, optional
        Curated surface forms and the name in ``right`` that they stand for; they win.
    threshold : float
        Least similarity of a suggestion.
    guard : bool
        Refuse candidates that differ in numbers or words of variants; see :func:`same_variant`.

    Returns
    -------
    pandas.DataFrame
        One row a name of ``left``: ``name``, ``match`` (missing where there is none), ``score``, ``margin`` (above the
        second candidate), ``status`` (``match``: by alias or the same letters and digits; ``review``: only similar, for
        a person to decide; ``none``) and ``reason``.

    Raises
    ------
    DataError
        If ``right`` is empty.
    """
    if not len(right):
        raise DataError("the list of names is empty", where="link_names", do="give names to link to")
    known = {_plain(name): name for name in reversed(list(right))}
    curated = {_plain(alias): name for alias, name in (aliases or {}).items()}
    scores = similarity(left, right) if len(left) else np.empty((0, len(right)))
    rows = [_linked(name, list(right), scores[place], known, curated, threshold, guard=guard)
            for place, name in enumerate(left)]
    table = pd.DataFrame(rows, columns=["name", "match", "score", "margin", "status", "reason"])
    return table.astype(dict.fromkeys(("name", "match", "status", "reason"), "string")
                        | dict.fromkeys(("score", "margin"), "float64"))


def _linked(name: str, right: list[str], scores: np.ndarray, known: Mapping[str, str], curated: Mapping[str, str],
            threshold: float, *, guard: bool) -> tuple[str, str | None, float, float, str, str]:
    key = _plain(name)
    if key in curated:
        return name, curated[key], 1.0, 1.0, "match", "alias"
    if key in known and (not guard or same_variant(name, known[key])):
        return name, known[key], 1.0, 1.0, "match", "same letters and digits"
    allowed = np.array([not guard or same_variant(name, other) for other in right])
    if not allowed.any():
        return name, None, 0.0, 0.0, "none", "every candidate is another variant"
    held = np.where(allowed, scores, -1.0)
    order = np.argsort(-held, kind="stable")
    best, second = float(held[order[0]]), float(max(held[order[1]], 0.0)) if len(order) > 1 else 0.0
    if best < threshold:
        return name, None, best, best - second, "none", f"nothing is as similar as {threshold:g}"
    return name, right[int(order[0])], best, best - second, "review", "similar letters"


def assess_links(found: Iterable[tuple[str, str]], truth: Iterable[tuple[str, str]], *,
                 n_left: int | None = None, n_right: int | None = None) -> dict[str, float]:
    """Return how well links agree with true ones, over all pairs.

    Parameters
    ----------
    found, truth : iterable of (str, str)
        Linked pairs.
    n_left, n_right : int, optional
        Sizes of the two lists, for true negatives.

    Returns
    -------
    dict
        ``tp``, ``fp``, ``fn``, ``precision``, ``recall``, ``f1`` (1 where nothing was to find and nothing was found),
        and ``tn`` where the sizes are given.
    """
    linked, true = set(found), set(truth)
    tp, fp, fn = len(linked & true), len(linked - true), len(true - linked)
    result = {"tp": tp, "fp": fp, "fn": fn, "precision": tp / (tp + fp) if linked else 1.0,
              "recall": tp / (tp + fn) if true else 1.0, "f1": 2 * tp / (2 * tp + fp + fn) if linked or true else 1.0}
    if n_left is not None and n_right is not None:
        result["tn"] = n_left * n_right - tp - fp - fn
    return result


def link_threshold_curve(links: pd.DataFrame, truth: Mapping[str, str],
                         thresholds: Sequence[float] = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)) -> pd.DataFrame:
    """Return precision and recall of links (made with a low threshold) when only scores above are kept.

    Parameters
    ----------
    links : pandas.DataFrame
        What :func:`link_names` returned.
    truth : mapping of str to str
        Name to its true match; names without one are left out.
    thresholds : sequence of float
        Least scores.
    """
    made = links[links["match"].notna()]
    rows = []
    for least in thresholds:
        kept = made[made["score"] >= least - 1e-12]
        rows.append({"threshold": least, **assess_links(zip(kept["name"], kept["match"], strict=True), truth.items())})
    return pd.DataFrame(rows)

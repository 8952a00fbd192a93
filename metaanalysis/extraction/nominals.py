"""Noun phrases from a given atom on, with lists and *of*: the names that follow a word that compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.finiteness import Range

__all__ = ["HAVING", "phrase_from"]

# words that say nothing without what describes them
_GENERIC: Final = frozenset(("models", "methods", "those", "approaches", "ones", "systems", "baselines", "that",
                             "agents"))
# what tells which ones are meant where such a word stands alone, and which baselines
_DESCRIBING: Final = frozenset(("with", "without", "under", "like")), frozenset(("like",))
# words by which a claim, and not a rival, has less: ``beats models with fewer parameters``
_SAVING: Final = frozenset(("fewer", "less", "lower", "smaller", "only", "minimal", "reduced", "margin", "margins"))
# verbs that a phrase has its value by: ``our model reaching 50%``
HAVING: Final = frozenset((
    "achieving", "reaching", "attaining", "obtaining", "scoring", "exceeding", "surpassing", "yielding",
    "outperforming", "showing", "exhibiting", "performing", "demonstrating", "gaining",
))


def phrase_from(codes: str, words: list[str], start: int) -> Range | None:
    """Return the noun phrase that starts at an atom, lists and *of* included; None if none does."""
    index = start
    if words[start : start + 1] == ["using"] or (
        words[start : start + 1] == ["that"] and codes[start + 1 : start + 2] == "P"
    ):
        index += 1
    while index < len(codes):
        code = codes[index]
        if (
            code in "NDYngmQ~d"
            or (code == "x" and index > start)
            or (code == "b" and index > start and codes[index - 1] in "NDg")
            or (code == "s" and index and (codes[index - 1] == "D" if index > start else words[index - 1] == "of"))
        ):
            if index > start and (code == "Y" or (code == "Q" and codes[index - 1] != "D")):
                break  # the next clause: `compared to ElmNet it is smaller`
            index += 1
        elif following := _onward(codes, words, start, index):
            index = following
        else:
            break
    if words[index - 1] in _GENERIC:
        index = _described(codes, words, index, alone=index == start + 1)
    scoring = words[index - 1] == "scoring" and codes[index : index + 1] == "P"  # holistic scoring in
    while index > start + 1 and words[index - 1] in HAVING and not scoring:
        index -= 1
    while (index > start and codes[index - 1] in "x~,C") or (index > start and words[index - 1] in {"of", "by"}):
        index -= 1
    if index <= start or (codes[start:index].strip("D~") in {"", "Q"} and words[start] not in {"those", "it", "them"}):
        return None
    return start, index


def _onward(codes: str, words: list[str], start: int, index: int) -> int:
    """Return where a phrase goes on behind *of*, a comma, a conjunction, a bracket or a hyphen; 0 if it does not."""
    code = codes[index]
    if code in ",C" and (_continues(codes, index, "," in codes[start:index]) or _shares(codes, words, start, index)):
        return index + 1
    if words[index] == "compared" and not codes[start:index].strip("D") and codes[index + 1 : index + 2] in {"N", "n"}:
        return index + 1  # among the compared planners
    if index == start:
        return 0
    if code == "-":
        return _suspended(codes, words, index)
    if code == "(" and _abbreviates(codes, words, index):
        return index + 3
    return index + 1 if code == "P" and words[index] == "of" else 0


def _suspended(codes: str, words: list[str], index: int) -> int:
    """Return where a list goes on behind a hyphen left hanging: ``tree- and rule-based methods``; 0 if none does."""
    following = index + 1
    while codes[following : following + 1] in {",", "C"}:
        following += 1
    near = words[following : following + 2] if following > index + 1 else []
    if not near or not near[0][0].isalpha():
        return 0
    return following + 1 if "-" in near[0] or near[1:] == ["-"] else 0


def _described(codes: str, words: list[str], index: int, *, alone: bool) -> int:
    """Go on through what tells which ones: ``models that reason step by step``, ``those with a large cache``."""
    if alone and words[index : index + 1] and words[index] in _DESCRIBING[words[index - 1] == "baselines"]:
        found = phrase_from(codes, words, index + 1)
        return found[1] if found and _SAVING.isdisjoint(words[slice(*found)]) else index
    if codes[index : index + 1] not in {"R", "d"}:
        return index
    while index < len(codes) and codes[index] not in ",;()QS":
        index += 1
    return index


def completed(codes: str, words: list[str], phrase: Range) -> Range:
    """Go on through what a phrase leaves open: ``nets trained from scratch``, ``those in nature``."""
    first, last = phrase
    meant = last - first == 1 and words[first] in {"those", "that"} and codes[last + 1 : last + 2] != "g"
    if codes[last : last + 1] != "P" or not (meant or (codes[last - 1] == "d" and last - first > 1)):
        return phrase
    end = last + 1
    while end < len(codes) and (codes[end] in "NDnmgdx~" or words[end] == "of"):
        end += 1
    if codes[end : end + 1] == "Q":
        return phrase
    end = last + len(codes[last:end].rstrip("x~"))
    return (first, end) if end > last + 1 else phrase


def _abbreviates(codes: str, words: list[str], index: int) -> bool:
    """Whether a bracket holds one word and the noun goes on behind it: ``convolutional network (CNN) baselines``."""
    return codes[index + 1 : index + 3] == "N)" and codes[index + 3 : index + 4] in {"N", "n", "m"} \
        and words[index + 1].replace("-", "").isalpha()


def _continues(codes: str, index: int, listed: bool) -> bool:
    """Whether a list of names goes on after a comma or *and*: no verb, no -ing word, no number follows."""
    following = index + 1
    joined = codes[index] == "C" or (listed and codes[following : following + 1] == "C")
    if following < len(codes) and codes[following] == "C":
        following += 1
    while following < len(codes) and codes[following] in "~D":
        following += 1
    if following >= len(codes) or codes[following] != "N":
        return False
    for later in range(following, min(following + 8, len(codes))):
        if codes[later] in "XsbR":
            return False
        if codes[later] in ",;(SPC":
            return joined or (codes[later] in ",C" and codes.find("C", index, index + 12) >= 0)
    return joined


def _shares(codes: str, words: list[str], start: int, index: int) -> bool:
    """Whether *and* joins two participles, or words behind *both*, before a noun: ``tuned and rule-based readers``."""
    joined = codes[index] == "C" and codes[index + 1 : index + 3] in {"dN", "dn", "dg"}
    both = index == start + 1 and words[start - 1] == "both"
    return joined and (both or codes[index - 1] == "d" or (codes[index - 1] == "g" and "-" in words[index + 1]))

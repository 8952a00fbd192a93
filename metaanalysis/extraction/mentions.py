"""Mentions of lexicon entries: phrases of words, longest first, with the case that the entry asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["TOKEN", "Mention", "Option", "find_mentions", "opened_by", "options", "system_family",
           "tokens"]

# a word keeps its inner hyphens, dots, slashes and trailing plus signs, and the colon between the thresholds of
# `mAP50:95`; any other sign stands alone
TOKEN: Final = re.compile(r"[^\W_]\w*+(?:[-–./+@*'’]\w++|(?<=[Pp]50|0\.5|@50):0?\.?95)*+\+*+|[^\w\s]")
_ASCII_TOKEN: Final = re.compile(TOKEN.pattern, re.ASCII)  # finds the same in a text of ASCII, sooner
_LETTERS: Final = re.compile(r"[a-z]+")
# what may follow a system's name: a version of two parts, a small number, a size, a tier
_VERSION: Final = re.compile(r"v?\d(?:\.\d{1,2})+(?:-\w+)*|\d(?:-\w+)+|[2-5]|\d{1,3}(?:\.\d)?b(?:-\w+)*"
                             r"|pro|sonnet|opus|haiku|flash|ultra|mini|nano|turbo|instruct|chat|vision|coder|maverick|scout|thinking|medium|max|lite")
_PLAIN: Final = re.compile(r"\w+(?:[ -]\w+)*")
_ABBREVIATION: Final = re.compile(r"[A-Z]{1,5}|[A-Za-z]{1,2}|[A-Z][a-z]+")
# what stands behind a short abbreviation when it is a metric: `EM = 0.4`, `AP (51.2)`
_METRIC_AFTER: Final = frozenset({"=", ":", ">", "<", "≥", "≤", "score", "scores", "values", "("})
_JOINING: Final = frozenset({"and", ",", "or", "&"})
_OF_AMOUNTS: Final = frozenset({"in", "for", "on"})  # `up 4% on AP`
_LINKING: Final = frozenset({"of", "by", "from", "to", "at"})
_NUMBER_OPENERS: Final = frozenset({"$", "\\", "~", "+", "-", "up", "over", "about", "nearly", "more",
                                    "approximately", "at"})
_AMOUNTS: Final = frozenset({"%", "point", "points", "percent", "pp", "gains", "gain", "improvement", "improvements",
                             "reduction"})
_METRIC_BEFORE: Final = frozenset({"%", "points", "terms", "average", "mean", "box", "mask"})


@dataclass(slots=True)
class Option:
    """One way to write an entry, filed under its first word.

    ``rest`` are the other words, lower-case; ``form`` is the exact text when case matters, else empty; ``doubtful``
    marks a form that is a metric only beside a number.
    """

    rest: tuple[str, ...]
    mark: str
    entry: str | None
    form: str = ""
    doubtful: bool = False


class Mention:
    """Tokens ``first`` to ``last`` (inclusive) that name an entry."""

    __slots__ = ("entry", "first", "last", "mark")

    def __init__(self, first: int, last: int, mark: str, entry: str | None) -> None:
        self.first, self.last, self.mark, self.entry = first, last, mark, entry


def tokens(text: str) -> list[str]:
    """Return the words and signs of a text, in order."""
    return (_ASCII_TOKEN if text.isascii() else TOKEN).findall(text)


def options(text: str, mark: str, entry: str | None, *, doubtful: bool = False) -> Iterator[tuple[str, Option]]:
    """Yield (first word, option) for each way to write a name: hyphen or space, singular or plural."""
    for variant in _variants(text):
        words = [match[0].lower() for match in TOKEN.finditer(variant)]
        if words:
            named = mark != "metric" and len(words) == 1 and variant.isalpha()
            forms = {variant, variant.upper(), variant.capitalize()} if named and len(variant) > 5 else {variant}
            for form in sorted(forms) if entry and (named or _case_matters(variant)) else [""]:
                yield words[0], Option(tuple(words[1:]), mark, entry, form, doubtful)


def find_mentions(text: str, words: list[Atom], lowers: list[str], phrases: dict[str, list[Option]]) -> list[Mention]:
    """Find the mentions among the words of a sentence, from left to right, the longest first at each place.

    Parameters
    ----------
    text : str
        The abstract.
    words : list of Atom
        The words.
    lowers : list of str
        Their lower-case text.
    phrases : dict
        Options by first word, longest first.
    """
    found = []
    skip = -1
    for position, atom in enumerate(words):
        opened = atom.word.options if atom.word is not None else None
        if opened is None or position <= skip:
            continue
        following = lowers[position + 1] if position + 1 < len(lowers) else ""
        for option in (*opened.get(following, ()), *opened.get("", ())):
            last = position + len(option.rest)
            if option.rest and tuple(lowers[position + 1:last + 1]) != option.rest:
                continue
            if option.form and text[atom.start:words[last].end] != option.form:
                continue
            if option.doubtful and not _beside_number(lowers, position, last, phrases):
                continue
            if option.mark == "system":
                last = _with_version(lowers, last)
            found.append(Mention(position, last, option.mark, option.entry))
            skip = last
            break
    return found


def opened_by(word: str, phrases: dict[str, list[Option]]) -> dict[str, list[Option]] | None:
    """Return the options that start with a word by their second word ("" where there is none), None if none does."""
    listed = phrases.get(word)
    if listed is None and "@" in word:  # recall@20 is written recall@k in the lexicon
        listed = phrases.get(word.split("@", 1)[0] + "@k")
    if listed is None:
        return None
    opened: dict[str, list[Option]] = {}
    for option in listed:
        opened.setdefault(option.rest[0] if option.rest else "", []).append(option)
    return opened


def system_family(word: str, lexicon: Lexicon) -> str | None:
    """Return the family of a model's name by its first letters: ``qwen2.5-7b-instruct`` is of the family ``qwen``."""
    known: dict[str, str | None] = lexicon.memo("families")
    if word not in known:
        head = _LETTERS.match(word)
        known[word] = _prefixes(lexicon).get(head[0]) if head else None
    return known[word]


def _prefixes(lexicon: Lexicon) -> dict[str, str]:
    prefixes: dict[str, str] = lexicon.memo("system prefixes")
    if not prefixes:
        prefixes.update({prefix: entry.id for entry in lexicon.systems.values()
                         for prefix in entry.facts.get("prefixes", "").split("|") if prefix})
    return prefixes


def _with_version(lowers: list[str], last: int) -> int:
    """Return the last token of a system's name with the version and size behind it: ``Gemini 2.5 Pro``."""
    while last + 1 < len(lowers) and _VERSION.fullmatch(lowers[last + 1]) and lowers[last + 2:last + 3] != ["%"]:
        last += 1
    return last


def _variants(text: str) -> list[str]:
    forms = [text]
    if _PLAIN.fullmatch(text) and "-" in text.strip("-") and (not text.isupper() or any(c.isdigit() for c in text)):
        forms.append(text.replace("-", " "))
    if " " in text and text.islower():
        forms.append(text.replace(" ", "-"))
    if text.isupper() and text.isalpha() and 1 < len(text) < 8:
        forms.append(text + "s")
    if len(text) > 4 and text[-1].isalpha() and text[-1] != "s" and text[-3:].islower():
        forms += [form[:-1] + "ies" if form.endswith("cy") else form + "s" for form in forms]
    return forms


def _case_matters(text: str) -> bool:
    """Short abbreviations and capitalised single words are only themselves when written so."""
    plural = text.rstrip("s").isupper() and text.isalpha() and len(text) < 6
    return plural or bool(_ABBREVIATION.fullmatch(text)) or text in {"mAP", "mIoU", "mAcc"}


def _beside_number(lowers: list[str], first: int, last: int, phrases: dict[str, list[Option]]) -> bool:
    """Tell whether a doubtful form stands beside a number or in a list with another metric."""
    after, beyond = [*lowers[last + 1:last + 3], "", ""][:2]
    before = lowers[first - 1] if first else ""
    if after[:1].isdigit() or before[:1].isdigit() or before in _METRIC_BEFORE or after in _METRIC_AFTER:
        return True
    if after in _JOINING and _is_metric(beyond, phrases):
        return True
    if before in _JOINING and first > 1 and _is_metric(lowers[first - 2], phrases):
        return True
    if before in _OF_AMOUNTS and first > 1 and (lowers[first - 2][:1].isdigit() or lowers[first - 2] in _AMOUNTS):
        return True
    return after in _LINKING and (beyond[:1].isdigit() or beyond in _NUMBER_OPENERS)


def _is_metric(word: str, phrases: dict[str, list[Option]]) -> bool:
    return any(option.mark == "metric" and not option.rest for option in phrases.get(word, ()))

"""Sizes: what is counted or measured about the study, from the number through the head noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.phrases import noun_phrase_starting_at
from metaanalysis.extraction.verdicts import Verdict
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["draft_sizes"]

_PLURALS = frozenset({"people", "children", "men", "women", "data", "series", "species", "participants", "criteria", "corpora", "mice", "indices", "vertices", "matrices", "media", "gpus", "bacteria"})
_NOTHING = Verdict("nothing", "size.names-and-designs")


def draft_sizes(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Decide the undecided whole numbers and measurements that count something."""
    for place in places:
        if place in verdicts:
            continue
        quantity = sentence.atoms[place].data
        if quantity.form == "bare":
            verdict = _counted(sentence, place, quantity, lexicon)
        elif quantity.form == "attributive":
            verdict = _attributive(quantity, lexicon)
        elif quantity.form == "counted":
            verdict = _measured(sentence, place, quantity, lexicon)
        else:
            continue
        if verdict:
            verdicts[place] = verdict


def _attributive(quantity: Quantity, lexicon: Lexicon) -> Verdict:
    """``8-deck``, ``560-billion-parameter``: sizes unless the noun belongs to the design (``4-bit``, ``2-way``)."""
    noun = quantity.unit.lower()
    if noun in lexicon.classes("sizes", "attributes"):
        return _NOTHING
    unit = "parameter" if noun in ("scale", "scaled", "class", "model", "level", "param") and quantity.scale >= 1e6 else quantity.unit
    return Verdict("size", "size.hyphenated-count", unit=unit)


def _measured(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> Verdict | None:
    """A measurement: a result for units of cost and quality, else a size; ``of video`` makes it a size."""
    atoms = sentence.atoms
    kind = lexicon.classes("sizes", "units").get(quantity.unit, "size")
    following = atoms[place + 1].lower if place + 1 < len(atoms) else ""
    before = [atom.lower for atom in atoms[max(0, place - 6):place]]
    cues = lexicon.classes("sizes", "cues")
    if kind == "size" and following not in ("of", "from") and any(cues.get(word) == "cost" for word in before):
        kind = "level"
    return Verdict(kind, f"{kind}.measurement")


def _counted(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> Verdict | None:
    atoms, text = sentence.atoms, sentence.text
    words = lexicon.classes("sizes", "nouns")
    before = atoms[place - 1] if place else None
    if before is not None and before.mark == lexicon.marks["equals"]:
        return _sample(sentence, place, lexicon)
    if _is_year(text, quantity):
        return _NOTHING
    large = quantity.scale >= 1e6 and text[quantity.end - 1] in "BM"
    if _names(sentence, place, lexicon) and not large:
        return _NOTHING
    head = _head(sentence, place, quantity, lexicon)
    if head is None:
        return Verdict("size", "size.model-parameters", unit="parameter") if large and text[quantity.end - 1] == "B" else None
    noun = singular(text[atoms[head].start:atoms[head].end])
    if large and words.get(noun.lower()) in ("model", "scale"):
        span = (quantity.start, quantity.end if words[noun.lower()] == "model" else atoms[head].end)
        return Verdict("size", "size.model-parameters", unit="parameter", span=span)
    worded = text[quantity.end - 1].isalpha() and quantity.scale == 1.0
    definite = before is not None and before.lower in ("the", "these", "those", "both", "its", "their", "other")
    design = words.get(noun.lower()) == "design"
    if design and (worded or (quantity.value or 0) <= 5) or worded and definite and (quantity.value or 9) <= 3:
        return _NOTHING
    unit = "parameter" if large and noun.lower() in ("param", "parameter") else noun
    return Verdict("size", "size.counted-noun", unit=unit, span=(quantity.start, atoms[head].end))


def _sample(sentence: Sentence, place: int, lexicon: Lexicon) -> Verdict | None:
    """``n = 30``: a size; other symbols are set by the method."""
    name = sentence.atoms[place - 2].lower if place > 1 else ""
    if name in ("n", "$n"):
        head = _head(sentence, place, sentence.atoms[place].data, lexicon)
        text = sentence.text
        if head is not None:
            last = sentence.atoms[head]
            return Verdict("size", "size.sample", unit=singular(text[last.start:last.end]),
                           span=(sentence.atoms[place].start, last.end))
        return Verdict("size", "size.sample")
    return _NOTHING if sentence.atoms[place - 2].mark in lexicon.marked("symbol") or len(name) == 1 else None


def _is_year(text: str, quantity: Quantity) -> bool:
    value = quantity.value or 0
    return 1900 <= value <= 2099 and quantity.end - quantity.start == 4 and text[quantity.end:quantity.end + 1] in (" ", ",", ")", ".", ";", "", ":", "]", "\n") \
        and not text[quantity.end:quantity.end + 24].strip().split(" ")[0].endswith("s")


def _names(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether the word before makes the number part of a name: ``Stage 1``, ``Llama 2``, ``Figure 3``."""
    if not place:
        return False
    before = sentence.atoms[place - 1]
    if before.mark in lexicon.marked("name", "system", "benchmark", "symbol"):
        return True
    word = sentence.text[before.start:before.end]
    if lexicon.classes("sizes", "ordinals").get(before.lower):
        return True
    return word[0].isupper() and place > 1 and before.mark in lexicon.marked("noun", "adjective", "verb", "other")


def _head(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> int | None:
    """The atom of the head noun that a number counts, None if there is none."""
    phrase = noun_phrase_starting_at(sentence, place + 1, lexicon)
    if phrase is None or phrase.first != place + 1:
        return None
    atoms = sentence.atoms
    joins = lexicon.marked("and", "or", "comma")
    last = phrase.last - 1
    if not _is_plural(atoms[last].lower) and last + 1 < len(atoms) and atoms[last + 1].mark in joins:
        further = noun_phrase_starting_at(sentence, last + 2, lexicon)
        if further is not None and _is_plural(atoms[further.last - 1].lower):
            last = further.last - 1
    for index in range(last, place, -1):
        if _is_plural(atoms[index].lower) and not isinstance(atoms[index].data, str) or _is_plural(atoms[index].lower) and index == last:
            return index
    units = lexicon.classes("sizes", "nouns")
    for index in range(place + 1, last + 1):
        if units.get(atoms[index].lower) in ("scale", "model") or atoms[index].lower in ("parameter", "token"):
            return index
    return last if quantity.value == 1 else None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "ous")) or word in _PLURALS

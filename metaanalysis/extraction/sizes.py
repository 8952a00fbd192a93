"""Sizes: what is counted or measured about the study, from the number through the head noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.phrases import tags
from metaanalysis.extraction.verdicts import Verdict
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["draft_sizes"]

_PLURALS = frozenset({"people", "children", "men", "women", "data", "series", "species", "participants", "criteria", "corpora", "mice", "indices", "vertices", "matrices", "media", "gpus", "bacteria"})
_AFTER_TIMES = frozenset({"to", "in", "with", "for", "on", "and", "using", "at", "during", "across", "per", "by", "while", "each", "when", "under", "over", "from", "before", "after", "via"})
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
            verdict = _attributive(sentence.text, quantity, lexicon)
        elif quantity.form == "percent":
            verdict = _share_of_setup(sentence, place, lexicon)
        elif quantity.form in ("fraction", "decimal"):
            verdict = _part_of_cost(sentence, place, lexicon)
        elif quantity.form == "times":
            verdict = _repeated(sentence, place, quantity)
        elif quantity.form == "counted":
            verdict = _measured(sentence, place, quantity, lexicon)
        else:
            continue
        if verdict:
            verdicts[place] = verdict
    for left, right in reversed(list(zip(places, places[1:], strict=False))):
        if left not in verdicts and right in verdicts and verdicts[right].kind == "size":
            _share_noun(sentence, left, right, verdicts, lexicon)


def _share_noun(sentence: Sentence, left: int, right: int, verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """``14 real and 14 synthetic scans``, ``20- and 60-patient``: the first number counts the noun of the second."""
    atoms = sentence.atoms
    joins = lexicon.marked("and", "or", "comma")
    if atoms[left].data.form != "bare" or atoms[right].data.form == "counted" or right - left > 5 or right - left < 2 \
            or sentence.skeleton[right - 1] not in joins:
        return
    letters = tags(sentence, lexicon)[left + 1:right - 1]
    if all(letter in "NGJEHV-" for letter in letters):
        last = right - 2 if right - 2 > left and letters[-1:] != "-" else left
        verdicts[left] = Verdict("size", "size.shared-noun", unit=verdicts[right].unit, span=(atoms[left].start, atoms[last].end))


def _attributive(text: str, quantity: Quantity, lexicon: Lexicon) -> Verdict:
    """``8-deck``, ``560-billion-parameter``: sizes unless the noun belongs to the design (``4-bit``, ``2-way``)."""
    noun = quantity.unit.lower()
    worded = text[quantity.start].isalpha() and quantity.scale == 1.0
    if noun in lexicon.classes("sizes", "attributes") or worded and lexicon.classes("sizes", "nouns").get(noun) != "study":
        return _NOTHING
    unit = "parameter" if noun in ("scale", "scaled", "class", "model", "level", "param") and quantity.scale >= 1e6 else quantity.unit
    return Verdict("size", "size.hyphenated-count", unit=unit)


def _share_of_setup(sentence: Sentence, place: int, lexicon: Lexicon) -> Verdict | None:
    """``with 10% of the labels``: a size."""
    atoms = sentence.atoms
    words = lexicon.classes("sizes", "setup")
    before = place - 1
    while before > 0 and atoms[before].lower in ("only", "just", "merely", "even", "a"):
        before -= 1
    if before < 0 or words.get(atoms[before].lower) != "lead":
        return None
    for atom in atoms[place + 1:place + 7]:
        if type(atom.data) is not str and atom.data is not None or atom.lower in ("and", "or"):
            continue
        if words.get(atom.lower) == "noun":
            return Verdict("size", "size.share-of-setup")
        if words.get(atom.lower) == "stop" or not atom.lower[0].isalnum():
            return None
    return None


def _repeated(sentence: Sentence, place: int, quantity: Quantity) -> Verdict | None:
    """``five times``: how often something is done, unless a comparison follows."""
    text = sentence.text[quantity.start:quantity.end]
    following = sentence.atoms[place + 1].lower if place + 1 < len(sentence.atoms) else "."
    if not text.endswith(" times") or quantity.bound != "exact" or quantity.low is not None or "." in text or not (following in _AFTER_TIMES or not following[0].isalnum()):
        return None
    return Verdict("size", "size.repetition", unit="time")


def _measured(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> Verdict | None:
    """A measurement: a result for units of cost and quality, else a size; ``of video`` makes it a size."""
    atoms, text = sentence.atoms, sentence.text
    units = lexicon.classes("sizes", "units")
    kind = units.get(quantity.unit) or units.get(quantity.unit.partition("/")[0], "size")
    if quantity.unit == "bit" and not text.endswith("bits", 0, quantity.end):
        return _NOTHING
    decimal = "." in text[quantity.start:quantity.end]
    if kind == "size" and lexicon.classes("sizes", "measures").get(quantity.unit) == "level-if-decimal":
        return Verdict("level", "level.measurement") if decimal else Verdict("size", "size.measurement") if quantity.unit == "bit" else _NOTHING
    if place and lexicon.classes("sizes", "measures").get(atoms[place - 1].lower) == "past":
        return _NOTHING
    following = atoms[place + 1].lower if place + 1 < len(atoms) else ""
    before = [atom.lower for atom in atoms[max(0, place - 6):place]]
    cues = lexicon.classes("sizes", "cues")
    computing = following == "of" and place + 2 < len(atoms) and cues.get(atoms[place + 2].lower) == "cost"
    if kind == "size" and (computing or following not in ("of", "from")) and any(cues.get(word) == "cost" for word in before):
        kind = "level"
    return Verdict(kind, f"{kind}.measurement")


def _counted(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> Verdict | None:
    atoms, text = sentence.atoms, sentence.text
    if place and atoms[place - 1].mark == lexicon.marks["equals"]:
        return _sample(sentence, place, lexicon)
    if _is_year(text, quantity):
        return _NOTHING
    large = quantity.scale >= 1e6 and text[quantity.end - 1] in "BM"
    if _names(sentence, place, lexicon) and (not large or atoms[place - 1].mark in lexicon.marked("name", "system")):
        return _NOTHING
    head = _head(sentence, place, quantity, lexicon)
    if head is None:
        return Verdict("size", "size.model-parameters", unit="parameter") if _has_parameters(sentence, place, lexicon) else None
    if quantity.value == 0:
        got = atoms[place - 1].mark in lexicon.marked("achieve", "with", "at") if place else False
        return Verdict("level", "level.none-of", unit=singular(atoms[head].lower)) if got else _NOTHING
    noun = singular(text[atoms[head].start:atoms[head].end])
    role = lexicon.classes("sizes", "nouns").get(noun.lower(), "")
    if large and role in ("model", "scale"):
        span = (quantity.start, quantity.end if role == "model" else atoms[head].end)
        return Verdict("size", "size.model-parameters", unit="parameter", span=span)
    if _is_design(sentence, place, role, lexicon):
        return _NOTHING
    span = (quantity.start, atoms[head].end)
    if role == "cost" and _is_spent(sentence, place, lexicon):
        return Verdict("level", "level.amount-needed", unit=noun, span=span)
    return Verdict("size", "size.counted-noun", unit=noun, span=span)


def _has_parameters(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether a number of millions or billions that counts no noun is a model's size: ``7B``, ``a 400M generator``, ``(135 million)``."""
    quantity, text, atoms = sentence.atoms[place].data, sentence.text, sentence.atoms
    if quantity.scale < 1e6:
        return False
    letter = text[quantity.end - 1]
    if letter == "B":
        return True
    words = lexicon.classes("sizes", "nouns")
    bracketed = place > 0 and place + 1 < len(atoms) and atoms[place - 1].mark == lexicon.marks["open"] and atoms[place + 1].mark == lexicon.marks["close"]
    if bracketed:
        return letter == "M" or any(words.get(singular(atom.lower)) == "model" for atom in atoms)
    following = tags(sentence, lexicon)[place + 1:place + 2]
    return letter == "M" and following in ("N", "J", "G") and words.get(atoms[place + 1].lower) != "study"


def _part_of_cost(sentence: Sentence, place: int, lexicon: Lexicon) -> Verdict | None:
    """``1/6 of the cost``, ``half the memory``: how many times less."""
    atoms = sentence.atoms
    quantity = atoms[place].data
    if quantity.low is not None or (quantity.value or 1.0) >= 1 and quantity.of is None:
        return None
    nouns = lexicon.classes("changes", "metrics")
    rest = [atom.lower for atom in atoms[place + 1:place + 6]]
    lead = 2 if rest[:1] == ["of"] else 1
    if rest[lead - 1:lead] not in (["the"], ["its"], ["their"], ["our"]):
        return None
    if any(nouns.get(word.rpartition(" ")[2]) in ("cost", "time") for word in rest[lead:lead + 2]):
        return Verdict("change", "change.part-of-cost", direction="decrease", basis="multiplicative", unit="fraction")
    return None


def _is_spent(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether parameters or operations are what a system needs, rather than what it has."""
    cues = lexicon.classes("sizes", "cues")
    found = {cues.get(atom.lower) for atom in sentence.atoms[max(0, place - 3):place]}
    return "spent" in found or "has" in found and sentence.atoms[place].data.scale < 1e9


def _is_design(sentence: Sentence, place: int, role: str, lexicon: Lexicon) -> bool:
    """Whether a small count belongs to the design or the rhetoric: *two stages*, *the two models*, *we identify three anomalies*."""
    atoms = sentence.atoms
    quantity = atoms[place].data
    value = quantity.value or 0
    worded = sentence.text[quantity.end - 1].isalpha() and quantity.scale == 1.0
    before = atoms[place - 1].lower if place else ""
    contexts = lexicon.classes("sizes", "contexts")
    if role == "design":
        return not (contexts.get(before) == "coverage" and value >= 4) and (worded or value <= 5)
    if not worded or value > 9:
        return False
    if contexts.get(before) == "definite" and value <= 3 and role != "study":
        return True
    return role == "" and value <= 3 and contexts.get(before) in ("rhetoric", "definite")


def is_version(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether a number is part of the name before it: ``Claude 3.7``, ``Stage 1``."""
    quantity = sentence.atoms[place].data
    if _is_enumeration(sentence, place, quantity, lexicon):
        return True
    if quantity.form not in ("bare", "decimal") or quantity.scale != 1.0 or quantity.sign or quantity.bound != "exact" or not place:
        return False
    text = sentence.text
    written = text[quantity.start:quantity.end]
    if not written[0].isdigit() or "," in written or quantity.low is not None or quantity.plus_minus is not None:
        return False
    marked = lexicon.classes("sizes", "ordinals").get(sentence.atoms[place - 1].lower) == "mark"
    if "." in written and not marked and (len(written.partition(".")[2]) > 1 or (quantity.value or 0) >= 20):
        return False
    if place + 1 < len(sentence.atoms) and lexicon.classes("sizes", "ordinals").get(sentence.atoms[place + 1].lower) == "edition":
        return True
    return text[sentence.atoms[place - 1].end:quantity.start] in (" ", "-", "\n", "~") and _names(sentence, place, lexicon)


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


def _is_enumeration(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> bool:
    """``(1)`` and ``2)`` are marks of a list."""
    atoms, marks = sentence.atoms, lexicon.marks
    if quantity.form != "bare" or (quantity.value or 99) > 12 or quantity.end - quantity.start > 2 or place + 1 >= len(atoms) or atoms[place + 1].mark != marks["close"]:
        return False
    if place and atoms[place - 1].mark == marks["open"]:
        return place < 2 or atoms[place - 2].mark != marks["metric"]
    return place == 0 or atoms[place - 1].mark in lexicon.marked("comma", "colon", "semicolon", "and", "other")


def _is_year(text: str, quantity: Quantity) -> bool:
    value = quantity.value or 0
    return 1900 <= value <= 2099 and quantity.end - quantity.start == 4 and text[quantity.end:quantity.end + 1] in (" ", ",", ")", ".", ";", "", ":", "]", "\n") \
        and not text[quantity.end:quantity.end + 24].strip().split(" ")[0].endswith("s")


def _names(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether the word before makes the number part of a name: ``Stage 1``, ``Llama 2``, ``Figure 3``."""
    if not place:
        return False
    before = sentence.atoms[place - 1]
    if before.lower == "." and place > 1:
        return lexicon.classes("sizes", "ordinals").get(sentence.atoms[place - 2].lower) == "mark"
    if before.mark in lexicon.marked("name", "system", "benchmark", "symbol"):
        return True
    word = sentence.text[before.start:before.end]
    if lexicon.classes("sizes", "ordinals").get(before.lower):
        return True
    return word[0].isupper() and place > 1 and before.mark in lexicon.marked("noun", "adjective", "verb", "other")


def _head(sentence: Sentence, place: int, quantity: Quantity, lexicon: Lexicon) -> int | None:
    """The atom of the head noun that a number counts, None if there is none: the last plural of the words that follow."""
    atoms, letters = sentence.atoms, tags(sentence, lexicon)
    nouns = lexicon.classes("sizes", "nouns")
    joins = lexicon.marked("and", "or", "comma")
    head, single = None, None
    index = place + 1
    while index < min(len(atoms), place + 11):
        atom = atoms[index]
        if atom.mark in joins:
            if head is not None or index == place + 1 or not _continues(letters, index):
                break
        elif atom.lower == "-" and index + 1 < len(atoms) and atoms[index + 1].mark in joins:
            index += 1
        elif letters[index] == "D" and atom.lower == "other":
            pass
        elif letters[index] not in "NGJHREVAIjzx" or head is not None and letters[index] in "VRES":
            break
        elif _is_plural(atom.lower) and letters[index] != "R":
            head = index
        elif head is not None and not _leads_on(atoms, letters, index):
            break
        elif single is None and nouns.get(atom.lower) in ("scale", "model", "cost"):
            single = index
        index += 1
    return single if head is None else head


def counted_noun(sentence: Sentence, place: int, lexicon: Lexicon) -> int | None:
    """The atom of the plural noun, no metric, that a whole number counts."""
    head = _head(sentence, place, sentence.atoms[place].data, lexicon)
    return head if head is not None and sentence.atoms[head].mark != lexicon.marks["metric"] else None


def _continues(letters: str, index: int) -> bool:
    return index + 1 < len(letters) and letters[index + 1] in "NGJER"


def _leads_on(atoms: list[Atom], letters: str, index: int) -> bool:
    """Whether a word behind a plural belongs to a longer compound: ``three sports video datasets``."""
    for further in range(index, min(index + 3, len(atoms))):
        if letters[further] not in "NGJ":
            return False
        if _is_plural(atoms[further].lower):
            return True
    return False


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "ous")) or word in _PLURALS

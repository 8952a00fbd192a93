"""Word classes: one letter for each atom of a sentence, from ``lexicon/phrases.toml`` and the neighbours.

Determiner ``D``, adjective ``J``, comparative or superlative ``H``, adverb ``R``, noun or name ``N``, noun in -ing
``G``, verb ``V``, form of be, have or a modal ``S``, preposition ``P`` (``o`` for "of"), conjunction ``C``,
subordinator ``T``, pronoun ``U``, quantity ``Q``, transparent markup ``z``, signs as themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["letter_of", "tags"]

_BEFORE_NOUN: Final = frozenset("DJHoPQ-(C,")  # after these an ambiguous word is a noun
_BEFORE_MODIFIER: Final = frozenset("^DJHoPC,(QRVS;")  # after these a participle before a noun modifies it
_OPENS_NOUN: Final = frozenset("NGJEHjABI")
_COUNT_NOUNS: Final = frozenset({"scores", "rates", "values", "results"})  # nouns before `at`
# verbs before `of`
_WITH_OF: Final = frozenset({"consist", "consists", "think", "speak", "suffice", "learn", "approve", "approves"})
# nouns before a number: `citation rates above 40%`
_AMOUNTS: Final = frozenset({"rate", "rates", "value", "values", "return", "returns", "reward", "rewards", "load",
                             "loads", "weight", "weights", "point", "points", "demand", "demands"})
# nouns before `by` and `from`
_STATES: Final = frozenset({"score", "scores", "cost", "costs", "win", "wins", "match", "matches"})
_DEMONSTRATIVES: Final = frozenset({"this", "that", "these", "those"})


def tags(sentence: Sentence, lexicon: Lexicon) -> str:
    """Return the word classes of a sentence, one letter an atom; computed once."""
    if not sentence.tags:
        sentence.tags = _resolve(sentence, _raw(sentence, lexicon))
    return sentence.tags


def letter_of(written: str, mark: str, lexicon: Lexicon) -> str:
    """Return the class of a word that is no mention, empty where it depends on what stands before it."""
    fixed = _sign_classes(lexicon).get(mark)
    if fixed is not None:
        return fixed
    if mark == lexicon.marks["name"]:
        return "N"
    lower = written.lower()
    letter = _listed(lower, lexicon)
    if written == "A" or (letter in "EIRVAB" and written[0].isupper()):
        return ""
    named = lower.isalpha() if letter == "z" else letter != "N" and len(written) > 1 and written.isupper()
    return "N" if named else letter


def _raw(sentence: Sentence, lexicon: Lexicon) -> list[str]:
    if sentence.text.find("\\", sentence.start, sentence.end) >= 0:  # it makes a command of the word behind it
        return _without_indices(sentence, [_letter(sentence, atom, lexicon) for atom in sentence.atoms])
    return [(atom.word.letter if atom.word else "") or _letter(sentence, atom, lexicon) for atom in sentence.atoms]


def _without_indices(sentence: Sentence, letters: list[str]) -> list[str]:
    r"""Make the words in the braces of an index transparent: `FD_{\text{old}}` is one name."""
    depth = 0
    for place, atom in enumerate(sentence.atoms):
        if atom.lower == "{" and (depth or sentence.text.startswith(("_", "^"), atom.start - 1)):
            depth += 1
        elif atom.lower == "}" and depth:
            depth -= 1
        elif depth and letters[place] != "Q":
            letters[place] = "z"
    return letters


def _letter(sentence: Sentence, atom: Atom, lexicon: Lexicon) -> str:
    if atom.data is not None:
        return "Q" if isinstance(atom.data, Quantity) else "N"
    fixed = _sign_classes(lexicon).get(atom.mark)
    if fixed is not None:
        return fixed
    return "N" if atom.mark == lexicon.marks["name"] else _in_place(sentence, atom, lexicon)


def _in_place(sentence: Sentence, atom: Atom, lexicon: Lexicon) -> str:
    """Return the class of a word or a phrase of plain words by what stands before it and how it is written."""
    letter = _listed(atom.lower, lexicon)
    text = sentence.text
    if text[atom.start - 1:atom.start] == "\\" and atom.lower.isalpha():
        return "z"  # a command: \\rightarrow
    if atom.lower == "a" and text[atom.start - 1:atom.end] == "&A":
        return "N"  # Q&A
    if letter == "z":
        named = atom.lower.isalpha()
    elif letter in "EIRVAB" and atom.start > sentence.start and text[atom.start].isupper():
        named = text[atom.start - 2:atom.start] not in {": ", ") "}
    else:
        named = letter != "N" and atom.end - atom.start > 1 and text[atom.start:atom.end].isupper()
    return "N" if named else letter


def _listed(word: str, lexicon: Lexicon) -> str:
    return _word_classes(lexicon).get(word) or _by_ending(word, lexicon)


def _word_classes(lexicon: Lexicon) -> dict[str, str]:
    memo = lexicon.memo("phrase words")
    if not memo:
        listed = lexicon.classes("phrases")
        memo.update({_third_person(word): letter for word, letter in listed.items() if letter in "VAB"})
        memo.update(listed)
    return memo


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _sign_classes(lexicon: Lexicon) -> dict[str, str]:
    memo = lexicon.memo("phrase signs")
    if not memo:
        memo.update({lexicon.marks[name]: letter for name, letter in lexicon.classes("phrases", "marks").items()})
    return memo


def _by_ending(word: str, lexicon: Lexicon) -> str:
    known: dict[str, str] = lexicon.memo("phrase endings")
    if word not in known:
        endings = lexicon.classes("phrases", "endings")
        known[word] = _ending(word, endings)
    return known[word]


def _ending(word: str, endings: dict[str, str]) -> str:
    if not word[0].isalnum():
        return "X"
    if word[0].isdigit() or any(sign in word for sign in "@/+.") or word[-1].isdigit():
        return "N"
    for length in range(min(len(word), 12), 1, -1):
        if word[-length:] in endings:
            return endings[word[-length:]]
    return "N"


def _resolve(sentence: Sentence, raw: list[str]) -> str:
    """Decide the words of two classes by their neighbours, from left to right."""
    letters: list[str] = []
    before = "^"
    for index, letter in enumerate(raw):
        if letter in "ABEIGjV":
            after = next((other for other in raw[index + 1:index + 4] if other != "z"), "$")
            decided = _decide(letter, before, after, sentence, index)
        else:
            decided = letter
        letters.append(decided)
        if decided != "z":
            before = decided
    return "".join(letters)


def _decide(letter: str, before: str, after: str, sentence: Sentence, index: int) -> str:
    if letter in "AB":
        return _noun_or_verb(before, after, sentence, index, moves=letter == "B")
    if letter == "E":
        return _participle(before, after, sentence.atoms[index].lower)
    if letter == "V":
        if after == "o" and before in "NGJ" and sentence.atoms[index].lower not in _WITH_OF:
            return "N"  # `a detection speed of 17 FPS`
        this = index > 0 and sentence.atoms[index - 1].lower in _DEMONSTRATIVES
        return "N" if before in "DH" and not this else "V"
    return _gerund(letter, before, after, sentence.atoms[index].lower)


def _participle(before: str, after: str, word: str) -> str:
    """Decide a word in -ed: an adjective before a noun (`fine-tuned models`), else a verb."""
    modifies = (before in _BEFORE_MODIFIER or (before in "NG" and "-" in word)) and after in _OPENS_NOUN
    joined = before in "DoP" and after == "C"  # `for coarse-grained and fine-grained parsing`
    return "J" if modifies or ("-" in word and (joined or before == "Q")) else "V"


def _gerund(letter: str, before: str, after: str, word: str) -> str:
    """Decide a word in -ing: a listed noun or adjective unless an object follows, an unlisted word is a verb."""
    if letter == "I":
        compound = "-" in word and after != "D"  # turn-taking
        return "G" if compound or before in "DJH" else "V"
    if after == "D" or (letter == "j" and before in ",;"):
        return "V"
    return "J" if letter == "j" else "G"


def _noun_or_verb(before: str, after: str, sentence: Sentence, index: int, *, moves: bool) -> str:
    previous = sentence.atoms[index - 1].lower if index else ""
    if before in "SUT" or previous == "to" or (before == ")" and moves and _leads_to_value(sentence, index)):
        return "V"
    if before in "NG,R" and _is_finite(before, after, sentence, index, moves=moves):
        return "V"
    if before in "NG":
        return "N"
    if before in ",C" and moves and after in "NGJ" and _is_third_person(sentence.atoms[index].lower):
        return "V"  # `cuts cost and boosts recall`
    if before in _BEFORE_NOUN or before == "^":
        return "V" if after == "D" and before in ",C^" else "N"
    return "V" if after == "D" else "N"


def _is_third_person(word: str) -> bool:
    return word.endswith("s") and word not in _STATES


def _leads_to_value(sentence: Sentence, index: int) -> bool:
    """Tell whether a word in the third person moves to a number: `pass rate (PR) drops by 4%`."""
    following = [atom.lower for atom in sentence.atoms[index + 1:index + 2]]
    value = [atom.data for atom in sentence.atoms[index + 2:index + 3]]
    moved = following in (["by"], ["from"], ["to"]) and isinstance(next(iter(value), None), Quantity)
    return moved and _is_third_person(sentence.atoms[index].lower)


def _is_finite(before: str, after: str, sentence: Sentence, index: int, *, moves: bool) -> bool:
    """Tell whether a word that can be a noun is the verb of the noun, comma or adverb before it."""
    word = sentence.atoms[index].lower
    following = sentence.atoms[index + 1].lower if index + 1 < len(sentence.atoms) else ""
    value = sentence.atoms[index + 2].data if index + 2 < len(sentence.atoms) else None
    if before == ",":  # `Scores, given in percent, range from 8%`, `Recall, in fog, plateaus at 50%`
        stays = following == "at" and moves and word not in _COUNT_NOUNS and isinstance(value, Quantity)
        return stays or (following == "from" and word in {"range", "ranges"})
    if before == "R":  # `clearly boosts recall`
        return moves and after in "NJG"
    plural = word.endswith("s") or (index > 0 and sentence.atoms[index - 1].lower.endswith("s"))
    ends = moves and following in {"by", "from", "to"} and word not in _STATES and plural  # not `a mean score from`
    if ends or (after in "DQRHTAB" and not (after == "Q" and word in _AMOUNTS)):
        return True
    if not word.endswith("s"):
        return False
    if following == "at":  # `Heron leads at 40%`, but not `LAS scores at 40%`
        return word not in _COUNT_NOUNS and isinstance(value, Quantity)
    return moves and after in "NJG" and not sentence.atoms[index - 1].lower.endswith("s")  # `Heron increases recall`

"""What a value is a share or a multiple of, or goes together with: other sides without a word that compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.side_starts import rival_words
from metaanalysis.extraction.sides import Side
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.finiteness import Range
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["part", "related", "whole"]

_OF_NEAR: Final = 7  # atoms between a multiple and whose measure it multiplies
_RELATED_NEAR: Final = 16  # atoms between a statistic and the word that says what goes together
_WITH_NEAR: Final = 6  # atoms between such a word and its *with*


def part(draft: Draft, parse: Parse, lexicon: Lexicon) -> Side | None:
    """Find Y in ``twice the speed of Y``, ``within 0.04 points of Y``, ``4x the baseline``, ``twice as many as Y``."""
    codes, words, atom = parse.codes, parse.words, draft.atom
    kinds, place = lexicon.classes("systems", "share"), 0
    if codes[atom : atom + 2] == "QD" or words[atom - 1 : atom] == ["within"]:
        following = words[atom + 1 : atom + _OF_NEAR]
        place = atom + 1 + following.index("of") if "of" in following else 0
    elif words[atom + 1 : atom + 2] == ["as"] and kinds.get("".join(words[atom + 2 : atom + 3])) == "many":
        place = words.index("as", atom + 2) if "as" in words[atom + 2 : atom + 2 + _OF_NEAR] else 0
    if place and not set(codes[atom + 1 : place]) - set("DNnmdgx~PS"):
        return _side(atom, _named(parse, place + 1))
    return _side(atom, _multiplied(draft, parse, lexicon))


def _multiplied(draft: Draft, parse: Parse, lexicon: Lexicon) -> Range | None:
    """Find Y in ``roughly 4 times the strongest baseline``, ``3x the SockNet score``."""
    quantity, start = draft.quantity, draft.atom + 1
    found = phrase_from(parse.codes, parse.words, start) if quantity and quantity.unit == "times" else None
    found = found if found and (parse.codes[start] == "D" or found[1] == start + 1) else None
    return _owner(draft, found, parse, lexicon) if found else None


def whole(draft: Draft, parse: Parse, lexicon: Lexicon) -> Side | None:
    """Find whose measure a share is of: ``90% of SockNet's recall``, ``5% of the data used by SockNet``."""
    words, atom = parse.words, draft.atom
    start = _behind_list(atom, parse)
    phrase = phrase_from(parse.codes, words, start + 1) if words[start : start + 1] == ["of"] else None
    if phrase is None or words[phrase[0]] == "each":
        return None
    owner = next((place + 1 for place in range(*phrase) if words[place].endswith(POSSESSIVES)), None)
    plural = next((place for place in range(*phrase) if words[place] in {"'", "’"}), None)
    if owner is not None or (plural and words[plural - 1] in rival_words(lexicon, "heads")["systems"]):
        return Side(atom + 1, "than", (phrase[0], owner or plural or phrase[1]))
    kinds = lexicon.classes("systems", "share")
    owned = (place for place in range(*phrase) if words[place] == "of" and kinds.get(words[place - 1]) == "measured")
    place = next(owned, None)
    spent = kinds.get(words[phrase[1] - 1]) == "spent"
    if place is None and spent and words[phrase[1] : phrase[1] + 1] in (["by"], ["in"]):
        place = phrase[1]
    return _side(atom, _named(parse, place + 1) if place else _compound(draft, phrase, parse, lexicon))


def _behind_list(atom: int, parse: Parse) -> int:
    """Where a list of numbers ends that starts with one: ``30%, 20%, and 10% of SockNet's cost``."""
    end = atom + 1
    while parse.codes[end : end + 1] in {",", "C", "Q", "~"}:
        end += 1
    return end


def _compound(draft: Draft, found: Range, parse: Parse, lexicon: Lexicon) -> Range | None:
    """Find SockNet in ``90% of SockNet performance``, ``90% of full-model accuracy``, ``90% of SockNet``."""
    atoms, (first, last) = draft.sentence.atoms, found
    measured = lexicon.classes("systems", "share").get(parse.words[last - 1]) == "measured"
    if not measured:
        return found if all(atoms[place].mark == lexicon.marks["system"] for place in range(*found)) else None
    head = parse.words[last - 2].rpartition("-")[2] if last - first > 1 else ""
    alone = last - first == 2 and head == parse.words[first] and head not in {"baseline", "human", "teacher"}
    named = atoms[last - 2].mark in lexicon.marked("system", "name")
    rival = head in rival_words(lexicon, "heads")["systems"] or (named and head)
    return (first, last - 1) if rival and not alone else None


def related(atom: int, parse: Parse, lexicon: Lexicon) -> Side | None:
    """Find B in ``A correlates with B (r = 0.6)``, ``the association between A and B``, ``an r of 0.8 with B``."""
    codes, words = parse.codes, parse.words
    kinds = lexicon.classes("systems", "share")
    for index in range(atom - 1, max(-1, atom - _RELATED_NEAR), -1):
        if codes[index] == ";":
            break
        if kinds.get(words[index]) != "related":
            continue
        for place in range(index + 1, min(index + _WITH_NEAR, atom)):
            joint = codes.find("C", place, atom) if words[place] == "between" else -1
            if words[place] in {"with", "to"} or joint > 0:
                return _side(atom, phrase_from(codes, words, max(place, joint) + 1))
        break
    return _side(atom, phrase_from(codes, words, atom + 2)) if words[atom + 1 : atom + 2] == ["with"] else None


def _owner(draft: Draft, found: Range, parse: Parse, lexicon: Lexicon) -> Range | None:
    """Return the rival that a phrase names, without its measure: ``the SockNet score``; None if it names none."""
    heads = rival_words(lexicon, "heads")
    first, last = found
    if parse.words[last - 1] in heads["systems"]:
        return found
    if parse.words[last - 1] in heads["measures"]:
        last -= 1
    atoms, named = draft.sentence.atoms, lexicon.marked("system", "name")
    head = parse.words[last - 1] in heads["systems"] or atoms[last - 1].mark in named
    return (first, last) if head and last - first > 1 else None


def _named(parse: Parse, start: int) -> Range | None:
    """Read a phrase, adverbs before it included: ``previously used readers``."""
    first = start
    while parse.codes[start : start + 1] in {"x", "~"}:
        start += 1
    found = phrase_from(parse.codes, parse.words, start)
    return (first, found[1]) if found else None


def _side(atom: int, phrase: Range | None) -> Side | None:
    return Side(atom + 1, "than", phrase) if phrase else None

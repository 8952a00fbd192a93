"""The metric of each result: the words beside the number, its verb's object or subject, or what its neighbours share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.measures import Range, is_system, measure, names_measure
from metaanalysis.extraction.linking.verbs import changed
from metaanalysis.extraction.phrases import joined_left, joined_right, noun_phrase_ending_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaanalysis.extraction.atoms import Document
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["link_metrics"]


def link_metrics(document: Document, views: list[View], lexicon: Lexicon) -> None:
    """Fill ``metric`` of the result drafts of a document."""
    previous: list[Value] = []
    for view in views:
        for value in view.values:
            for name, find in FINDERS:
                found = find(view, value, lexicon)
                if found:
                    _set(view, value, found, name)
                    break
        _share(view)
        for value in view.values:
            if value.draft.metric is None and previous and _near(view, previous[-1]):
                value.draft.metric = previous[-1].draft.metric
                value.draft.trace.append("metric: sentence before")
        previous = [value for value in view.values if value.draft.metric] or previous


def _near(view: View, value: Value) -> bool:
    return view.sentence.index - value.draft.sentence.index <= 1


def _set(view: View, value: Value, found: Range, name: str) -> None:
    value.draft.metric = view.span(*found)
    value.draft.trace.append(f"metric: {name}")


def _captured(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """The metric that the winning rule named, with the words of its noun phrase before it."""
    span = value.draft.captured.get("m")
    if span is None:
        return None
    inside = [i for i, atom in enumerate(view.atoms) if span[0] <= atom.start < span[1]]
    if not inside:
        return None
    phrase = view.phrase_at(inside[-1])
    first = phrase.first if phrase and phrase.first < inside[0] else inside[0]
    return measure(view, first, inside[-1] + 1)


def _statistic(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """The name before a statistic's sign: `p < 0.01`, `r = 0.9`."""
    if value.draft.kind != "statistic":
        return None
    before = view.skip(value.first - 1, -1, "zX")
    if view.word(before) in {"p", "r", "rho", "tau", "d"}:
        return before, before + 1
    return None


def _inside(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """The counted noun inside the value: `1.2 million parameters`."""
    quantity = value.draft.quantity
    if quantity is None or quantity.form != "counted" or value.draft.kind != "level":
        return None
    text = view.sentence.text[value.draft.start:value.draft.end]
    word = text.split()[-1]
    if view.classes.get(word.lower()) != "measure" and quantity.unit.isupper():
        return None
    return None


def _right(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """`42% win rate`, `3 points higher accuracy`, `2x speedup`, `5% gain in F1`, `3% of parameters`."""
    return _behind(view, value, value.last, lexicon)


def _right_of_list(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """`11% and 35% in BLEU and METEOR`: what stands behind a list of values belongs to all, in order if counts agree."""
    if len(value.group) < 2:
        return None
    return _behind(view, value, value.group[-1].last, lexicon)


def _behind(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    index = view.skip(index, 1, "zR")
    letter = view.letter(index)
    if letter in "DJHNG":
        phrase = noun_phrase_starting_at(view.sentence, index, lexicon)
        if phrase is None:
            return None
        found = measure(view, *phrase)
        if found is None:
            return _complement(view, value, phrase.last, lexicon)
        if is_system(view, *found) and not names_measure(view, *found):
            return None
        if names_measure(view, *found) or view.word_class(view.skip(phrase.last - 1, -1)) == "gain" \
                or view.letter(index) == "H":
            return found
        return found if letter != "D" else None
    if letter == "P":
        return _complement(view, value, index, lexicon)
    if letter == "o":
        return _share_of(view, value, index, lexicon)
    return None


def _complement(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """The metric in a phrase that follows: `in F1`, `in terms of cost`, `over baselines in BLEU`."""
    steps = 0
    while steps < 4 and view.letter(index) in "Po":
        preposition = view.word(index)
        start = view.skip(index + 1)
        phrase = noun_phrase_starting_at(view.sentence, start, lexicon)
        if phrase is None:
            return None
        if preposition in {"in", "of", "on", "in terms of", "to"}:
            found = _from_list(view, value, phrase, lexicon)
            if found:
                return found
        index = view.skip(phrase.last)
        steps += 1
    return None


def _from_list(view: View, value: Value, phrase: Phrase, lexicon: Lexicon) -> Range | None:
    phrases = joined_right(view.sentence, phrase, lexicon)
    if len(phrases) == len(value.group) > 1:
        phrase = phrases[value.order]
    elif len(phrases) > 1 and len(value.group) == 1 and names_measure(view, *phrases[0]):
        return measure(view, phrases[0].first, phrases[-1].last if _all_measures(view, phrases) else phrases[0].last)
    found = measure(view, *phrase)
    return found if found and names_measure(view, *found) else None


def _all_measures(view: View, phrases: list[Phrase]) -> bool:
    return all(names_measure(view, *phrase) for phrase in phrases)


def _share_of(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """`97% of faults`, `2% of parameters`, but not `70% of cases`."""
    phrase = noun_phrase_starting_at(view.sentence, view.skip(index + 1), lexicon)
    if phrase is None:
        return None
    found = measure(view, *phrase)
    if found is None or view.word_class(found[1] - 1) == "counted":
        return None
    if view.atoms[found[1] - 1].mark == view.benchmark_mark:
        return None
    return found


def _left(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """`accuracy of 92%`, `F1 (0.9)`, `AUROC: 0.8`, `C-index 0.61`, `improves X by 3%`, `X drops to 4%`."""
    return _before(view, value, view.skip(value.group[0].first - 1, -1, "zR"), lexicon)


def _before(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    word, letter = view.word(index), view.letter(index)
    if word in {"=", "<", ">", "≥", "≤", "≈", ":"}:
        index = view.skip(index - 1, -1, "zX")
        letter = view.letter(index)
        if letter in "NG":
            return _named(view, value, index, lexicon)
        return None
    if letter == "(":
        return _named(view, value, view.skip(index - 1, -1), lexicon)
    if letter == "o" or word in {"at", "below", "above", "under", "with", "over"}:
        return _of(view, value, index, lexicon)
    if word in {"by", "to", "from"}:
        return changed(view, value, index, lexicon)
    if letter in "NG":
        found = _named(view, value, index, lexicon)
        return found if found and names_measure(view, *found) else None
    if letter in "VS":
        return _subject(view, index, lexicon)
    return None


def _of(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """`an accuracy of 92%`; `an average of 4%` looks further left."""
    head = view.skip(index - 1, -1)
    if view.word_class(head) == "aggregate" and view.letter(view.skip(head - 1, -1, "zDJ")) == "P":
        return _before(view, value, view.skip(head - 1, -1, "zDJ"), lexicon)
    return _named(view, value, head, lexicon)


def _named(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """The measure of the phrase that ends at an atom; a closing bracket steps over `accuracy (ACC)`."""
    if view.letter(index) == ")":
        opening = next((i for i in range(index, -1, -1) if view.letter(i) == "("), 0)
        if any(view.letter(i) == "Q" for i in range(opening, index)):
            return None
        index = view.skip(opening - 1, -1)
    phrase = noun_phrase_ending_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    phrases = joined_left(view.sentence, phrase, lexicon)
    if len(phrases) == len(value.group) > 1:
        phrase = phrases[value.order]
    found = measure(view, *phrase)
    if found is None:
        return None
    if is_system(view, *found) and not names_measure(view, *found):
        return None
    return found


def _subject(view: View, index: int, lexicon: Lexicon) -> Range | None:
    """`accuracy is 92%`, `win rate reached 40%`: the subject, if it names a measure."""
    index = view.skip(index, -1, "zRVS")
    phrase = noun_phrase_ending_at(view.sentence, index, lexicon)
    while phrase and view.letter(view.skip(phrase.first - 1, -1)) in "oP":
        if names_measure(view, *phrase):
            break
        phrase = noun_phrase_ending_at(view.sentence, view.skip(phrase.first - 1, -1) - 1, lexicon)
    if phrase is None:
        return None
    found = measure(view, *phrase)
    return found if found and names_measure(view, *found) else None


def _share(view: View) -> None:
    """Values without words of their own take the metric of a neighbour, else the nearest mention of a metric."""
    for position, value in enumerate(view.values):
        if value.draft.metric is not None:
            continue
        before = next((v for v in reversed(view.values[:position]) if v.draft.metric), None)
        after = next((v for v in view.values[position + 1:] if v.draft.metric), None)
        mention = _mention(view, value)
        if before is None and mention:
            value.draft.metric = view.span(*mention)
            value.draft.trace.append("metric: mention")
        elif before or after:
            value.draft.metric = (before or after).draft.metric  # type: ignore[union-attr]
            value.draft.trace.append("metric: neighbour")


def _mention(view: View, value: Value) -> Range | None:
    """The nearest metric of the lexicon in the sentence, on the left before the right."""
    places = [*range(value.first - 1, -1, -1), *range(value.last, len(view.atoms))]
    for index in places:
        if view.is_metric(index):
            phrase = view.phrase_at(index)
            return measure(view, phrase.first if phrase else index, index + 1) or (index, index + 1)
    return None


FINDERS: tuple[tuple[str, Callable[[View, Value, Lexicon], Range | None]], ...] = (
    ("rule", _captured), ("statistic", _statistic), ("right", _right), ("left", _left),
    ("right of list", _right_of_list))

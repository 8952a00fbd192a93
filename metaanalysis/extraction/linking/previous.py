"""What the sentence before says that results are measured on: `we evaluate X on Y`, `we release Y`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.canonical import benchmark_ids
from metaanalysis.extraction.linking.places import places
from metaanalysis.extraction.linking.ranks import HEAD, KNOWN, NAMED
from metaanalysis.extraction.linking.view import RESULTS, view_of
from metaanalysis.extraction.measures import measure_class
from metaanalysis.extraction.names import own_data

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.places import Place
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["from_earlier", "from_sentence_before"]

_MOST_CARRIED: Final = 2  # names of the sentence before: of more, each number may mean another
_CARRIES: Final = 2  # sentences that a name holds for, if no list knows it and the paper does not introduce it
_NO_SCORES: Final = frozenset({"cost", "time", "error"})
# bases of changes seldom said of named data
_NOT_ON_NAMES: Final = frozenset({"multiplicative", "relative", "absolute"})


def from_sentence_before(view: View, lexicon: Lexicon) -> None:
    """Take what the sentence before was measured on, or the benchmarks that it names, if this sentence names none."""
    if view.sentence.index == 0:
        return
    sentence = view.document.sentences[view.sentence.index - 1]
    results = [draft for draft in view.document.drafts if draft.sentence is sentence and draft.kind in RESULTS]
    opener = view.targets.get(view.word(0))
    if results:
        _of_same_metric(view, results, lexicon)
        spans = _one_for_all(view, results) if opener == "continuing" else []
    else:
        other = view_of(view.document, sentence, [], lexicon)
        spans = _evaluated_on(other, lexicon) or _released(other)
        if not spans and opener in {"elaborating", "continuing"}:
            spans = _named(other, 0, lexicon)
    for value in view.values:
        if 0 < len(spans) <= _MOST_CARRIED and not _is_cost(value) and value.draft.kind != "statistic":
            value.draft.benchmarks = spans
            value.draft.trace.append("benchmark: named before")


def _one_for_all(view: View, results: list[Draft]) -> list[Span]:
    """Return the named benchmarks that all results with any share; none if this sentence has its own."""
    shared = {tuple(draft.benchmarks) for draft in results if draft.benchmarks}
    if len(shared) != 1 or any(value.draft.benchmarks for value in view.values):
        return []
    spans = list(shared.pop())
    return spans if any(not view.sentence.text[start:end].islower() for start, end in spans) else []


def _of_same_metric(view: View, results: list[Draft], lexicon: Lexicon) -> None:
    """Take the benchmarks of the last result in the sentence before that has the same metric: `X also has F1 9`."""
    for value in view.values:
        words = _words(value.draft)
        alike = [draft for draft in results if words and _words(draft) == words]
        model = alike[-1] if len({tuple(draft.benchmarks) for draft in alike}) == 1 else None
        if model is not None and model.benchmarks and not _is_cost(value) and _is_score(value, lexicon):
            value.draft.benchmarks = model.benchmarks
            value.draft.trace.append("benchmark: same metric before")


def _words(draft: Draft) -> str:
    return draft.sentence.text[draft.metric[0]:draft.metric[1]].lower() if draft.metric else ""


def _is_cost(value: Value) -> bool:
    """Tell whether a value counts parameters, operations or time: what it is measured on is seldom meant."""
    quantity = value.draft.quantity
    return quantity is not None and quantity.form == "counted" and value.draft.kind == "level"


def _evaluated_on(view: View, lexicon: Lexicon) -> list[Span]:
    """Return the benchmarks of `we evaluate X on Y`, when no result follows in the same sentence."""
    verb = next((index for index in range(len(view.atoms)) if view.target_class(index) == "evaluating"), None)
    if verb is None:
        return []
    return _named(view, verb, lexicon)


def _named(view: View, first: int, lexicon: Lexicon) -> list[Span]:
    return [span for place in places(view, lexicon) for span in place.spans if _says_where(view, place, first)
            and (place.rank >= NAMED or (place.rank == HEAD and _is_plural(view, span)))]


def _says_where(view: View, place: Place, first: int) -> bool:
    """Tell whether something is evaluated on a place: `on X` behind an atom, `Using X` anywhere if X is known."""
    if view.word(place.start) == "using":
        return place.rank == KNOWN
    return place.start >= first and view.word(place.start) in {"on", "across"}


def _is_plural(view: View, span: Span) -> bool:
    return view.sentence.text[span[0]:span[1]].endswith("s")


def _released(view: View) -> list[Span]:
    """Return the paper's own benchmarks in `we release Y`."""
    if not any(view.target_class(index) == "releasing" for index in range(len(view.atoms))):
        return []
    own = view.document.own_benchmarks
    return [(atom.start, atom.end) for atom in view.atoms if atom.lower in own][:1]


def from_earlier(view: View, lexicon: Lexicon) -> None:
    """Take the last benchmark named in the text before, if nothing nearer is known: `We release Y. (...) X gets 5%`."""
    values = [value for value in view.values
              if not _is_cost(value) and value.draft.basis not in _NOT_ON_NAMES and _is_score(value, lexicon)]
    spans = _last_known(view, lexicon) if values else []
    for value in values:
        if spans:
            value.draft.benchmarks = spans
            value.draft.trace.append("benchmark: named earlier")


def _is_score(value: Value, lexicon: Lexicon) -> bool:
    """Tell whether a value may be the score of a benchmark: no statistic, and no cost, time or error by its metric."""
    if value.draft.kind == "statistic":
        return False
    return measure_class(_words(value.draft), lexicon.classes("changes", "metrics")) not in _NO_SCORES


def _last_known(view: View, lexicon: Lexicon) -> list[Span]:
    """Return the last place with a known name; none if it is a list, of which each number may mean another."""
    known = [place for sentence in view.document.sentences[:view.sentence.index]
             for place in _known_places(view.document, sentence, lexicon)]
    names = {view.sentence.text[start:end].lower() for place in known for start, end in place.spans}
    if len(names) != 1 or not names.isdisjoint(own_data(view.document)):
        return []
    spans = known[-1].spans
    far = view.document.sentences[max(0, view.sentence.index - _CARRIES)].start > spans[0][1]
    listed = not names.isdisjoint(view.document.own_benchmarks) or \
        not lexicon.benchmarks.keys().isdisjoint(benchmark_ids(view.document, spans, lexicon))
    return spans if listed or not far else []


def _known_places(document: Document, sentence: Sentence, lexicon: Lexicon) -> list[Place]:
    """Return the places of a sentence with a known, capitalised name; worked out once."""
    memo: dict[int, list[Place]] = document.notes.setdefault("known places", {})
    if sentence.index not in memo:
        named = _may_name(document, sentence, lexicon)
        found = places(view_of(document, sentence, [], lexicon), lexicon) if named else []
        memo[sentence.index] = [place for place in found if place.rank == KNOWN
                                and any(sentence.text[start].isupper() for start, _ in place.spans)]
    return memo[sentence.index]


def _may_name(document: Document, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a sentence has a capital behind its first, and a noun such as dataset or the words of a name."""
    written = sentence.text[sentence.start + 1:sentence.end]
    if written.lower() == written:
        return False
    memo = lexicon.memo("benchmark words")
    if not memo:
        memo["heads"] = {word for word, kind in lexicon.classes("linking", "benchmark").items() if kind == "head"}
        memo["names"] = {word: options for word, listed in lexicon.phrases.items()
                         if (options := [option for option in listed if option.mark == "benchmark"])}
    words = set(sentence.words)
    if not words.isdisjoint(memo["heads"]) or any(name.split()[0] in words for name in document.own_benchmarks):
        return True
    return any(option.form in written and words.issuperset(option.rest)
               for word in memo["names"].keys() & words for option in memo["names"][word])

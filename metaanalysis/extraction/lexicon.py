"""The lexicon as a value: metrics, benchmarks, word classes and rules, read from data files and passed around."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from metaanalysis.errors import LexiconError
from metaanalysis.extraction.folders import read_confidence, read_entries, read_rules, read_tables, version_of
from metaanalysis.extraction.mentions import Option, options
from metaanalysis.extraction.rules import Rule, compile_rules

__all__ = ["Entry", "Lexicon", "load_lexicon"]

BUNDLED: Final = Path(__file__).resolve().parents[1] / "lexicon"
_FIRST_MARK: Final = 0xE000  # private use area: a mark can never be a character that a pattern gives a meaning


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric, benchmark or system of the lexicon."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the constructor: the compiled build knows no other way for frozen values."""
        return Entry, (self.id, self.name, self.aliases, self.facts)


@dataclass(frozen=True)
class Lexicon:
    """Everything that extraction knows about words.

    ``phrases`` maps a first word to the ways on which a mention may go on, longest first.
    ``words`` maps single words to mark names. ``marks`` maps mark names to characters.
    """

    marks: dict[str, str]
    words: dict[str, str]
    phrases: dict[str, list[Option]]
    metrics: dict[str, Entry]
    benchmarks: dict[str, Entry]
    systems: dict[str, Entry]
    rules: dict[str, tuple[Rule, ...]]  # rule file stem -> rules in order
    version: str
    tables: dict[str, Any]  # other TOML data files by stem
    confidence: dict[str, float] = field(default_factory=dict)  # rule id -> its precision on labelled data
    _memo: dict[Any, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)
    _marked: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was read; what stages derived from it they derive anew."""
        return Lexicon, (self.marks, self.words, self.phrases, self.metrics, self.benchmarks, self.systems, self.rules,
                         self.version, self.tables, self.confidence)

    def memo(self, name: Any) -> dict[Any, Any]:
        """Return a dict that belongs to this lexicon, for what a stage derives from it once."""
        found = self._memo.get(name)
        if found is None:
            found = self._memo[name] = {}
        return found

    def classes(self, stem: str, table: str = "words") -> dict[str, str]:
        """Return the word lists of a table of a data file turned round: word -> class (the first that lists it)."""
        found = self._memo.get((stem, table))
        if found is None:
            found = self._memo[stem, table] = {}
            for name, listed in self.tables[stem][table].items():
                for word in listed:
                    found.setdefault(word, name)
        return found

    def marked(self, *names: str) -> frozenset[str]:
        """Return the characters of marks, for tests of membership in an algorithm."""
        found = self._marked.get(names)
        if found is None:
            found = self._marked[names] = frozenset([self.marks[name] for name in names])
        return found


def load_lexicon(*folders: str | Path) -> Lexicon:
    """Load the bundled lexicon, extended by a user's folders.

    Parameters
    ----------
    *folders : path-like
        Folders with any of ``metrics.csv``, ``benchmarks.csv``, ``systems.csv``, ``words.toml`` and ``rules/*.toml``;
        their entries are added to the bundled ones and win over them.

    Returns
    -------
    Lexicon
        An immutable value that can be pickled; loading the same folders twice gives the same object.

    Raises
    ------
    LexiconError
        If a file has a fault: names the file, the entry and the mend.
    """
    return _load(tuple(str(Path(folder).resolve()) for folder in folders))


@lru_cache(maxsize=8)
def _load(folders: tuple[str, ...]) -> Lexicon:
    places = [BUNDLED, *map(Path, folders)]
    for place in places:
        if not place.is_dir():
            raise LexiconError(f"no such lexicon folder {str(place)!r}",
                               do="give a folder with metrics.csv, benchmarks.csv, words.toml or rules/")
    tables = read_tables(BUNDLED, places[1:])
    marks = _marks(tables)
    metrics, benchmarks, systems = (_entries(places, name) for name in ("metrics", "benchmarks", "systems"))
    words, phrases = _phrases(tables["words"], metrics=metrics, benchmarks=benchmarks, systems=systems)
    rules = {stem: compile_rules(items, marks, stem) for stem, items in read_rules(BUNDLED, places[1:]).items()}
    return Lexicon(marks, words, phrases, metrics, benchmarks, systems, rules, version_of(places), tables,
                   read_confidence(places))


def _marks(tables: dict[str, Any]) -> dict[str, str]:
    names = list(dict.fromkeys([*tables["marks"], *tables["words"]]))
    return {name: chr(_FIRST_MARK + index) for index, name in enumerate(names)}


def _entries(places: list[Path], name: str) -> dict[str, Entry]:
    entries = (_entry(row) for row, _ in read_entries(places, name))
    return {entry.id: entry for entry in entries}


def _entry(row: dict[str, str]) -> Entry:
    name = row["name"].strip()
    aliases = tuple(alias.strip() for alias in (row.get("aliases") or "").split("|") if alias.strip())
    facts = {key: value for key, value in row.items() if key not in {"id", "name", "aliases"} and value}
    return Entry(row.get("id") or identifier(name), name, aliases, facts)


def identifier(name: str) -> str:
    """Snake-case id of a name: ``top-5 accuracy`` gives ``top_5_accuracy``."""
    kept = "".join(c.lower() if c.isalnum() else " " for c in name.replace("+", " plus "))
    return "_".join(kept.split())


def _phrases(words: dict[str, list[str]], **entries: dict[str, Entry],
             ) -> tuple[dict[str, str], dict[str, list[Option]]]:
    single: dict[str, str] = {}
    phrases: dict[str, list[Option]] = {}

    def add(text: str, mark: str, entry_id: str | None, *, doubtful: bool = False) -> None:
        for first, option in options(text, mark, entry_id, doubtful=doubtful):
            phrases.setdefault(first, []).append(option)

    for mark, listed in words.items():
        for word in listed:
            if " " in word:
                add(word, mark, None)
            else:
                single.setdefault(word, mark)
    for kind, table in entries.items():
        for entry in table.values():
            doubtful = set(entry.facts.get("ambiguous_surface_forms", "").split("|"))
            for text in (entry.name, *entry.aliases):
                add(text, kind.removesuffix("s"), entry.id, doubtful=text in doubtful)
    for listed_options in phrases.values():
        listed_options.sort(key=lambda option: -len(option.rest))
    return single, phrases

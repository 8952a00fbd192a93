"""The word lists of the lexicon: each names a word once."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import metaanalysis

FOLDER = Path(metaanalysis.__file__).parent / "lexicon"


def lists(table, path=()):
    """Yield the lists of words of a table with their places in it."""
    for key, entry in table.items():
        if isinstance(entry, dict):
            yield from lists(entry, (*path, key))
        elif isinstance(entry, list) and all(isinstance(word, str) for word in entry):
            yield ".".join((*path, key)), entry


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.toml")))
def test_no_list_names_a_word_twice(name):
    table = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    twice = {place: [word for word, count in Counter(words).items() if count > 1] for place, words in lists(table)}
    assert {place: words for place, words in twice.items() if words} == {}

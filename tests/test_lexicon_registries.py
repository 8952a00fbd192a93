"""The registries of metrics, benchmarks and systems: ids, aliases and values are sane."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import metaanalysis
from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.mentions import options

FOLDER = Path(metaanalysis.__file__).parent / "lexicon"
TABLES = ("metrics", "benchmarks", "systems")
LEXICON = load_lexicon()


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", TABLES)
def test_ids_are_stable_names_and_unique(table: str) -> None:
    ids = [row["id"] for row in rows(table)]
    assert [entry for entry, count in Counter(ids).items() if count > 1] == []
    assert [entry for entry in ids if not re.fullmatch(r"[a-zτ0-9²_]+", entry)] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_all_columns(table: str) -> None:
    assert all(None not in row and None not in row.values() for row in rows(table))


@pytest.mark.parametrize("table", TABLES)
def test_no_form_belongs_to_two_entries(table: str) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for row in rows(table):
        for text in [row["name"], *filter(None, row["aliases"].split("|"))]:
            for first, option in options(text, table, row["id"]):
                owners.setdefault((first, *option.rest, option.form), set()).add(row["id"])
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_doubtful_forms_are_forms_of_their_metric() -> None:
    for row in rows("metrics"):
        listed = {row["name"], *row["aliases"].split("|")}
        assert set(filter(None, row["ambiguous_surface_forms"].split("|"))) <= listed, row["id"]


def test_directions_and_bounds_of_metrics() -> None:
    for row in rows("metrics"):
        assert row["higher_is_better"] in {"true", "false", "depends"}, row["id"]
        assert row["is_proportion"] in {"true", "false"}, row["id"]
        low, high = (float(row[key]) if row[key] else None for key in ("min", "max"))
        assert low is None or high is None or low < high, row["id"]
        if row["is_proportion"] == "true":
            assert (low, high) == (0.0, 1.0), row["id"]


@pytest.mark.parametrize(("metric", "direction"), [
    ("accuracy", "true"), ("word_error_rate", "false"), ("perplexity", "false"), ("fid", "false"), ("psnr", "true"),
    ("latency", "false"), ("win_rate", "true"), ("rmse", "false"), ("attack_success_rate", "false"),
])
def test_directions_that_everybody_knows(metric: str, direction: str) -> None:
    assert LEXICON.metrics[metric].facts["higher_is_better"] == direction


def test_benchmarks_keep_the_facts_that_uncertainty_needs() -> None:
    for row in rows("benchmarks"):
        assert row["n_status"] in {"verified", "general knowledge", "uncertain", "blank"}, row["id"]
        assert row["binomial_se_applies"] in {"true", "false"}, row["id"]
        assert not row["n_test_items"] or int(row["n_test_items"]) > 0, row["id"]
        assert not row["chance_level"] or 0 <= float(row["chance_level"]) <= 100, row["id"]
        if row["n_status"] == "verified":
            assert row["n_test_items"], row["id"]
            assert row["source"], row["id"]


@pytest.mark.parametrize(("benchmark", "items"), [("gsm8k", "1319"), ("cifar_10", "10000"), ("imagenet", "50000")])
def test_known_test_sizes(benchmark: str, items: str) -> None:
    assert LEXICON.benchmarks[benchmark].facts["n_test_items"] == items


def test_prefixes_of_model_families_are_unique_and_lower_case() -> None:
    prefixes = [prefix for row in rows("systems") for prefix in row["prefixes"].split("|") if prefix]
    assert [prefix for prefix, count in Counter(prefixes).items() if count > 1] == []
    assert all(prefix == prefix.lower() and prefix.isalpha() for prefix in prefixes)


def test_every_class_of_the_linking_words_is_lower_case() -> None:
    for table in ("words", "benchmark", "improvement"):
        for words in LEXICON.tables["linking"][table].values():
            assert all(word == word.lower() for word in words)


def test_no_measure_both_rises_and_falls_for_the_better() -> None:
    table = LEXICON.tables["linking"]["improvement"]
    assert not set(table["higher"]) & set(table["lower"])

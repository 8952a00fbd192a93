"""Names that a paper introduces itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from metaanalysis.extraction.names import introduce
from metaanalysis.extraction.pipeline import Extractor

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document


EXTRACTOR = Extractor()


def read(title: str, text: str = "") -> Document:
    document = EXTRACTOR.scan({"paper_id": "1", "title": title, "abstract": text})
    introduce(document, EXTRACTOR.lexicon)
    return document


@pytest.mark.parametrize(("title", "system"), [
    ("Heron: A Light Parser via Distillation", "Heron"),
    ("KITE-V2: Learning to Fly Faster", "KITE-V2"),
])
def test_the_title_before_the_colon_names_the_system(title: str, system: str) -> None:
    assert read(title).own_systems == {system.lower(): system}


@pytest.mark.parametrize(("title", "benchmark"), [
    ("PondBench: How Well Do Frogs Swim?", "PondBench"),
    ("Lilypad: A Benchmark for Jumping", "Lilypad"),
    ("MossQA: Questions on Moss", "MossQA"),
])
def test_the_title_of_a_benchmark_paper_names_the_benchmark(title: str, benchmark: str) -> None:
    document = read(title)
    assert document.own_benchmarks == {benchmark.lower(): benchmark}
    assert not document.own_systems


@pytest.mark.parametrize(("text", "system"), [
    ("We propose SwiftNest, a method for nesting.", "SwiftNest"),
    (r"We introduce \textbf{OtterNet}, which swims.", "OtterNet"),
    ("The result is a tool called BeaverDAM that builds.", "BeaverDAM"),
    ("We present Deep River Flow (DRF) for rivers.", "DRF"),
])
def test_verbs_of_presenting_name_systems(text: str, system: str) -> None:
    assert system.lower() in read("On rivers", text).own_systems


@pytest.mark.parametrize(("text", "benchmark"), [
    ("We release FrogSet, a large dataset of frogs.", "FrogSet"),
    ("We introduce ToadTrial, a new benchmark for hopping.", "ToadTrial"),
    ("We build NewtBench to test newts.", "NewtBench"),
])
def test_verbs_of_presenting_name_benchmarks(text: str, benchmark: str) -> None:
    document = read("On ponds", text)
    assert benchmark.lower() in document.own_benchmarks
    assert benchmark.lower() not in document.own_systems


@pytest.mark.parametrize("text", ["We propose a method for LLMs.", "We present results.", "They developed 65 tools.",
                                  "We use the CNN (a network) here."])
def test_common_words_and_classes_of_models_are_no_names(text: str) -> None:
    document = read("A study of ponds", text)
    assert not document.own_systems
    assert not document.own_benchmarks


def test_a_title_without_colon_or_with_a_phrase_before_it_names_nothing() -> None:
    assert not read("Learning to swim").own_systems
    assert not read("How frogs learn to swim well: a study").own_systems

"""The loop over abstracts: it never fails, spans index the text, and papers do not touch each other."""

from __future__ import annotations

import gc
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metaanalysis.extraction.collection import rare_collections
from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.pipeline import Extractor, claim_id, claim_rows
from metaanalysis.tables import CLAIMS, column_names

LEXICON = load_lexicon()
EXTRACTOR = Extractor(LEXICON)
PIECES = ["Our model", "improves", "accuracy", "by", "12%", "from", "45", "to", "52.3%", "and", ",", "(", ")",
    "3x", "faster", "than", "GPT-4", "on",
          "MATH", "p < 0.01", "respectively", "up to", "7B", "16 LLMs", "r = 0.9", "58/60", "±", "0.5", ".", "We",
          "twice", "half the", "$", "\\%",
          "95% CI [1, 2]", "one in three", "average", "-", "–", "\n", "outperforms", "the baseline",
          "an order of magnitude", "k=3", "İ", "ß", "10^{-4}"]
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
ANY_TEXT = st.one_of(SENTENCES, st.text(max_size=200), st.text(alphabet="0123456789.,-–%x/()±<>=$\\ \nKMBa",
    max_size=80), st.text(alphabet="0123.,eE^x× -KMB%[]", max_size=40))


class Open:
    """A gate that lets every sentence pass."""

    def admits(self, _sentence):
        return True, True


def paper(text, paper_id="p"):
    return {"paper_id": paper_id, "title": "A title: with a part", "abstract": text}


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_read_and_spans_index_it(text):
    for row in EXTRACTOR.rows(paper(text)):
        assert text[row["start"]:row["end"]] == row["text"] != ""
        assert row["text"] in row["sentence"]
        assert set(row) == set(column_names(CLAIMS))
        for name in ("metric_text", "subject_text", "comparator_text", "condition_text"):
            assert row[name] is None or row[name] in text
        assert all(name in text for name in row["benchmark_text"])


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=5))
def test_order_and_neighbours_do_not_matter(texts):
    papers = [paper(text, str(index)) for index, text in enumerate(texts)]
    together = list(claim_rows(papers, LEXICON))
    backwards = list(claim_rows(papers[::-1], LEXICON))
    alone = [row for single in papers for row in claim_rows([single], LEXICON)]
    assert together == alone
    assert sorted(together, key=repr) == sorted(backwards, key=repr)


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_gate_changes_nothing(text):
    ungated = Extractor(LEXICON)
    ungated.gate = Open()
    assert ungated.rows(paper(text)) == EXTRACTOR.rows(paper(text))


@pytest.mark.shared
def test_gate_changes_nothing_on_real_abstracts(shared):
    import json
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    ungated = Extractor(LEXICON)
    ungated.gate = Open()
    for line in lines:
        record = json.loads(line)
        assert ungated.rows(record) == EXTRACTOR.rows(record)


@pytest.mark.parametrize("abstract", [None, "", " ", "No number here."])
def test_nothing_to_find(abstract):
    assert EXTRACTOR.rows({"paper_id": "p", "title": None, "abstract": abstract}) == []


def test_bracket_at_the_end_of_a_text():
    assert [row["text"] for row in EXTRACTOR.rows(paper("0×[]"))] == ["0×"]


def test_words_are_learned_once_for_all_extractors_of_a_lexicon():
    assert Extractor(LEXICON).scanner.pieces is EXTRACTOR.scanner.pieces


def test_garbage_is_searched_less_often_while_reading_and_as_before_afterwards():
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_a_paper_leaves_nothing_that_only_the_search_for_garbage_frees():
    record = paper("Our parser reaches 81.3% and 77% on MATH and GSM8K and beats the baseline. It is twice as fast.")
    EXTRACTOR.rows(record)
    gc.collect()
    gc.disable()
    try:
        assert EXTRACTOR.rows(record)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_claim_id_depends_on_paper_span_and_text_alone():
    assert claim_id("p", 1, 4, "12%") == claim_id("p", 1, 4, "12%")
    assert len({claim_id("p", 1, 4, "12%"), claim_id("q", 1, 4, "12%"), claim_id("p", 2, 5, "12%"), claim_id("p",
        1, 4, "13%")}) == 4


def test_same_lexicon_after_pickling():
    again = Extractor(pickle.loads(pickle.dumps(LEXICON)))  # noqa: S301 - our own bytes
    record = paper("Our model improves accuracy by 12% and reaches 81.3% on MATH.")
    assert again.rows(record) == EXTRACTOR.rows(record)


@pytest.mark.parametrize("stem", ["kinds", "levels"])
def test_examples_fire_and_rejects_do_not(stem):
    from metaanalysis.extraction.verdict_rules import fires
    for rule in LEXICON.rules[stem]:
        for text, wanted in [*((text, True) for text in rule.examples), *((text, False) for text in rule.rejects)]:
            sentences = EXTRACTOR.scan(paper(text)).sentences
            assert any(fires(rule, sentence, LEXICON) for sentence in sentences) is wanted, (rule.id, text)


@pytest.mark.shared
def test_odd_statistics_are_read(shared):
    import json
    for line in (shared / "external" / "boeschen_stat_strings.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        assert all(text[row["start"]:row["end"]] == row["text"] for row in EXTRACTOR.rows(paper(text)))


@pytest.mark.parametrize(("abstract", "improvement"), [
    ("SockNet improves RMSE by 12% over PairUp.", True), ("SockNet reduces RMSE by 12% over PairUp.", True),
    ("SockNet increases RMSE by 12% over PairUp.", False), ("SockNet raises accuracy by 3 points.", True)])
def test_improvement_by_the_metric_s_own_direction(abstract, improvement):
    (row,) = claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}])
    assert row["improvement"] is improvement

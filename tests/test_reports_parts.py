"""The parts of the report: evidence, doubts, sentences, references."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from metaanalysis.effects.registry import load_registry
from metaanalysis.reports.cards import claim_rows, paper_cards, records
from metaanalysis.reports.distrust import doubts
from metaanalysis.reports.evidence import abstract_segments, sentence_segments
from metaanalysis.reports.flags import flag
from metaanalysis.reports.methods import methods_paragraph
from metaanalysis.reports.provenance import fingerprints
from metaanalysis.reports.references import bibtex
from metaanalysis.reports.summary import summary
from metaanalysis.tables import CLAIMS, PAPERS, empty
from tests import claims_samples as samples
from tests.reports import ABSTRACT, tables


@pytest.fixture
def papers():
    return tables()[0]


@pytest.fixture
def claims():
    return tables()[1]


def roles(segments):
    return {(segment.role, segment.text) for segment in segments if segment.role}


def test_segments_of_an_abstract_join_to_it(claims):
    segments = abstract_segments(ABSTRACT, records(claims[claims["paper_id"] == "s1"]))
    assert "".join(segment.text for segment in segments) == ABSTRACT
    assert [segment.text for segment in segments if segment.role] == ["91.5%", "up to 3 points", "40 drawers"]


def test_a_sentence_shows_every_role(claims):
    segments = sentence_segments(ABSTRACT, records(claims)[1])
    assert roles(segments) == {("value", "up to 3 points"), ("metric", "accuracy"), ("benchmark", "SockBench"),
                               ("subject", "SockNet"), ("comparator", "PairUp")}
    assert "Sorting socks" not in "".join(segment.text for segment in segments)


def test_words_of_the_sentence_before_are_shown(claims):
    later = {**records(claims)[2], "metric_text": "accuracy"}
    segments = sentence_segments(ABSTRACT, later)
    assert ("metric", "accuracy") in roles(segments)
    assert "".join(segment.text for segment in segments).endswith("40 drawers.")


def test_without_the_abstract_the_sentence_serves(claims):
    segments = sentence_segments("", records(claims)[0])
    assert ("value", "91.5%") in roles(segments)


def test_a_repeated_word_is_marked_next_to_the_value(claims):
    text = "The score of A is 3. The score of B is 4 and the score of C is 5."
    row = {**records(claims)[0], "sentence": "The score of B is 4 and the score of C is 5.", "text": "5",
           "metric_text": "score", "start": text.index("5"), "end": text.index("5") + 1, "benchmark_text": [],
           "subject_text": "C"}
    before = "".join(segment.text for segment in sentence_segments(text, row)).split("5")[0]
    segments = sentence_segments(text, row)
    place = next(i for i, segment in enumerate(segments) if segment.role == "metric")
    assert "".join(s.text for s in segments[:place]).startswith("The score of B is 4 and")
    assert before.count("score") == 2


def test_doubts_count_what_they_concern(claims):
    found = {doubt.id: doubt for doubt in doubts(claims)}
    assert found["up-to"].claim_ids == (claims["claim_id"][1],)
    assert found["up-to"].of == 1
    assert found["benchmark"].claim_ids == (claims["claim_id"][3],)
    assert "baseline" not in found
    assert "range" not in found


def test_failed_checks_become_doubts(claims):
    flags = pd.DataFrame({"claim_id": [claims["claim_id"][0], "unknown"], "flag": ["grim", "grim"],
                          "reason": ["91.5 is no k/n", ""]})
    found = {doubt.id: doubt for doubt in doubts(claims, flags)}
    assert found["grim"].claim_ids == (claims["claim_id"][0],)


def test_summary_counts(papers, claims):
    text = " ".join(summary(papers, claims))
    assert "3 papers" not in text
    assert text.startswith("3 abstracts made 4 claims; 1 made none.")
    assert "2 levels, 1 change and 1 size of studies" in text


def test_summary_spells_metrics_as_papers_do(papers, claims):
    claims = claims.assign(metric="f1", metric_text="F1")
    assert "Most claims are about F1 (4)." in summary(papers, claims)


def test_summary_of_nothing():
    assert summary(empty(PAPERS), empty(CLAIMS)) == ["0 abstracts held no claim that could be read."]


def test_methods_name_the_versions(papers, claims):
    text = methods_paragraph(papers, claims, lexicon="abc123")
    assert "abc123" in text
    assert "2025-03-01 to 2025-04" in text
    assert "nothing was pooled" in text
    assert "power 80 %" in text


def test_bibtex_is_balanced_and_unique(papers):
    twice = pd.concat([papers, papers])
    text = bibtex(twice)
    keys = re.findall(r"@misc\{([^,]+),", text)
    assert len(keys) == len(set(keys)) == 6
    assert text.count("{") == text.count("}")
    assert "Ann Sock and Bo Heel" in text
    assert r"\& Co" in text


def test_cards_refuse_links_that_are_no_web_address(papers, claims):
    cards = paper_cards(papers, claims)
    assert cards[0]["url"] == "https://example.org/s1"
    assert cards[1]["url"] == ""


def test_rows_carry_numbers_for_sorting(papers, claims):
    rows = claim_rows(claims, papers)
    assert [row["number"] for row in rows] == ["91.5", "3", "40", "12.5"]
    assert rows[1]["amount"] == "▲ up to 3 points"
    assert rows[1]["reading"] == "at most, max, absolute, improvement"


def test_fingerprints_name_the_files_of_a_folder_by_their_place(tmp_path):
    for month in ("a", "b"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "claims.csv").write_text(month)
    found = fingerprints([tmp_path, tmp_path / "a" / "claims.csv", "-"])
    assert list(found) == [f"{tmp_path.name}/a/claims.csv", f"{tmp_path.name}/b/claims.csv", "claims.csv"]
    assert found["claims.csv"] == found[f"{tmp_path.name}/a/claims.csv"] != found[f"{tmp_path.name}/b/claims.csv"]


def test_a_flag_of_noise_tells_what_it_presumes():
    made = samples.claims(samples.gain(1.0), samples.gain(1.0, paper_id="q"), {"value": 80.0, "paper_id": "q"})
    alone, beside = flag(made, load_registry())["reason"]
    assert alone.endswith("points at an accuracy of 50 %, since none is stated)")
    assert beside.endswith("standard error 1.1 points)")

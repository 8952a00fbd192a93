"""Lists of numbers share what is said once; pairs have roles."""

from __future__ import annotations

import pytest


def claims(extractor, text):
    return [row for row in extractor.rows({"paper_id": "p", "title": "",
        "abstract": text}) if row["kind"] != "comparison"]


@pytest.mark.parametrize(("text", "values"), [
    ("Accuracy falls from 62.7% down to 35.8%.", [62.7, 35.8]), ("It raises recall from 45 to 52.3.", [45, 52.3]),
    ("Success decays from 63% at depth 1 to 0% at depth 5.", [63, 0]),
    ("It moves the cost from 4 million to 18 million tokens.", None),
])
def test_pair_has_roles(extractor, text, values):
    found = [row for row in claims(extractor, text) if row["role"]]
    if values is None:
        assert not found
        return
    assert [(row["kind"], row["role"], row["value"]) for row in found] == [("level", "from", values[0]),
        ("level", "to", values[1])]


def test_range_is_one_claim_and_pair_is_two(extractor):
    assert len(claims(extractor, "It is rated 16% to 59% higher.")) == 1
    assert len(claims(extractor, "It rises from 16% to 59%.")) == 2


def test_list_shares_kind_bound_and_aggregate(extractor):
    rows = claims(extractor, "It brings gains of up to 30% in recall, 18% in dialogue and 8% in answers.")
    assert [(row["kind"], row["value"], row["bound"], row["aggregate"]) for row in rows] == [
        ("change", 30, "at_most", "max"), ("change", 18, "at_most", "max"), ("change", 8, "at_most", "max")]


def test_two_by_phrases_are_two_changes(extractor):
    text = "It improves the agents by 64.2% and 51.5% on short tasks, and their teachers by 12.4% and 23.6% on long."
    rows = claims(extractor, text)
    assert [(row["kind"], row["value"]) for row in rows] == [("change", value) for value in (64.2, 51.5, 12.4, 23.6)]


def test_level_outside_a_bracket_is_no_change(extractor):
    rows = claims(extractor, "It reaches 81.4% (+3.1%) on the first set and 95.2% (+1.2%) on the second.")
    assert [(row["kind"], row["value"]) for row in rows] == [("level", 81.4), ("change", 3.1), ("level", 95.2),
        ("change", 1.2)]


def test_statistic_and_change_side_by_side(extractor):
    rows = claims(extractor, "We find a strong link (r=0.97 and 14% accuracy gap).")
    assert [(row["kind"], row["value"]) for row in rows] == [("statistic", 0.97), ("change", 14)]


def test_unit_is_shared_backwards(extractor):
    rows = claims(extractor, "It brings notable gains (+10.4 and +7.8 points, respectively).")
    assert [(row["kind"], row["unit"]) for row in rows] == [("change", "points"), ("change", "points")]


def test_counts_share_their_noun(extractor):
    rows = claims(extractor, "Raters saw 14 real and 12 synthetic scans.")
    assert [(row["kind"], row["value"], row["unit"]) for row in rows] == [("size", 14, "scan"), ("size", 12, "scan")]


@pytest.mark.parametrize("text", [
    "It beats FoxNet by 30% and .60, respectively.", "It improves PSNR by 4.5 dB and the SSIM by 0.2.",
])
def test_amounts_of_different_forms_share_their_by(extractor, text):
    first, second = claims(extractor, text)
    assert (first["kind"], second["kind"], second["unit"]) == ("change", "change", "none")


def test_an_amount_behind_a_score_is_a_remark_on_it_not_its_list(extractor):
    rows = extractor.rows({"paper_id": "p", "abstract": "FernNet has an F1 of 91.3, 1.2 points above ElmNet."})
    assert [(row["kind"], row["unit"]) for row in rows] == [("level", "none"), ("change", "points")]


@pytest.mark.parametrize(("text", "kinds"), [
    ("FernNet brings 8.4% recall and 2.7% precision gains.", ["change", "change"]),
    ("FernNet reaches 84.8% recall and a 2.7% precision gain.", ["level", "change"]),
    ("FernNet reaches 84.8% recall, and 2.7% precision gains.", ["level", "change"]),
    ("FernNet brings a 30% improvement in recall over LarchNet and 9% over ElmNet.", ["change", "change"]),
    ("FernNet brings a 30% improvement in recall and 91% precision.", ["change", "level"]),
    ("FernNet improves LarchNet (+14.0%/+10.9% on Oak and Elm).", ["change", "change"]),
])
def test_gains_of_two_measures(claims, text, kinds):
    assert [row["kind"] for row in claims(text) if row["kind"] != "comparison"] == kinds


@pytest.mark.parametrize(("text", "unit"), [
    ("FernNet lifts the recall of LarchNet from 22.7 to 50.7%.", "percent"),
    ("FernNet cuts the latency from 31 seconds to 6.4-8.7 seconds.", "second"),
])
def test_pairs_of_unequal_ends(claims, text, unit):
    rows = [row for row in claims(text) if row["kind"] != "comparison"]
    assert [(row["kind"], row["role"], row["unit"]) for row in rows] == [("level", "from", unit), ("level", "to", unit)]


@pytest.mark.parametrize(("text", "ends"), [
    ("It shrinks the prompt from 14K to 3K tokens.", [("from", "token"), ("to", "token")]),
    ("It reduces the memory from 790M to 640M parameters.", [("from", "parameter"), ("to", "parameter")]),
    ("Tuning raised the flow from 610-650 to 3,400 requests.", [("from", "request"), ("to", "request")]),
    ("It cuts the wait from 2 min to 20 s.", [("from", "min"), ("to", "s")]),
    ("We read books from 4K to 128K tokens.", [(None, "token")]),
    ("On sets ranging from 100k to 1M tokens it wins by up to 20%.", [(None, "token"), (None, "percent")]),
])
def test_ends_of_a_change_may_be_scaled_or_ranges_and_keep_their_units(claims, text, ends):
    assert [(row["role"], row["unit"]) for row in claims(text)] == ends

"""Sizes against outcomes, changes and design: what words around a number tell."""

from __future__ import annotations

import pytest


@pytest.fixture
def kinds(claims):
    return lambda text: [row["kind"] for row in claims(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("We run experiments under four regimes.", ["size"]), ("The tool adapts to four regimes.", []),
    ("We evaluate on three variants.", ["size"]), ("The tool links two trainable additions.", []),
    ("The study holds for the five dimensions.", []), ("It learns from these two corpora.", []),
])
def test_small_counts_are_sizes_where_something_is_tried(kinds, text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize("text", [
    "At the same 40% pruning ratio, FernNet is stable.", "Lagoon-3 is stable at 20-50% compression rates.",
    "Under 10% noise, FernNet is stable.", "At 5% retention FernNet is stable.",
])
def test_shares_behind_at_and_under_are_settings(kinds, text):
    assert kinds(text) == ["size"]


@pytest.mark.parametrize(("text", "kind"), [
    ("FernNet walks with a 4 kg box.", "size"), ("We release a high-quality 300GB archive.", "size"),
    ("FernNet walks with a 4 ms latency.", "level"), ("It needs a 20 KB footprint.", "level"),
])
def test_measurements_describe_things(kinds, text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", [
    "The chain adds 40 ms per call.", "It incurs only 6 ms of additional latency per frame.",
    "FernNet adds only 0.2% parameters.", "It is compressed with 1-2% accuracy loss.", "It came with 7% average loss.",
    "We see improvements exceeding 45% in recall.", "The corresponding reductions average 14%.",
    "Fathers sit 40% closer.", "The spikes lie 3 ms earlier.", "It has a recall delta of 0.28.",
    "It reduces collisions (up to 90%).", "The old did better (difference=0.14).",
    "It diverges by more than an order of magnitude.", "The loss is an order of magnitude above the rest.",
    "It cuts operations by half.", "It cuts the cost by nearly half.", "It cuts latency by a third.",
])
def test_what_is_added_lost_or_gained_is_a_change(kinds, text):
    assert kinds(text) == ["change"]


@pytest.mark.parametrize("text", [
    "Raters agreed (\\k{appa}=0.78).", "Ranks agreed (\\r{ho} = 0.65).", "The link is firm (\\b{eta} = 0.22).",
])
def test_garbled_greek_letters_name_statistics(kinds, text):
    assert kinds(text) == ["statistic"]


@pytest.mark.parametrize(("text", "expected"), [
    ("We try Larkspur~2.1 and Lagoon~3.", []), ("Larkspur 4.0 is public.", []),
    ("We read FernNet's 40 layers.", ["size"]),
])
def test_versions_and_owners_before_numbers(kinds, text, expected):
    assert kinds(text) == expected


def test_two_ends_in_brackets_are_a_pair(extractor):
    text = "It increases trust (19% to 33%; F1: 60% to 71%)."
    rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
    assert [(row["value"], row["role"]) for row in rows] == [(19, "from"), (33, "to"), (60, "from"), (71, "to")]


@pytest.mark.parametrize(("text", "count"), [
    ("It was rated 4.7 +/- 0.1 (out of 5).", 1), ("We keep ratios (r in {0.5, 0.3}).", 0),
    ("FernNet has a Dice score of 0.94 (0.01) and 0.91 (0.04).", 2), ("Recall is 0.94 (0.81 before).", 2),
    ("Recall is 0.94 (+0.02).", 2),
])
def test_asides_are_no_results(kinds, text, count):
    assert len(kinds(text)) == count


@pytest.mark.parametrize(("text", "expected"), [
    ("FernNet detects 24 bugs.", ["level"]), ("FernNet has only 3 false positives.", ["level"]),
    ("We collect 24 bugs.", ["size"]), ("We label 3,000 positives.", ["size"]),
    ("It brings 5-year survival prediction.", []), ("We ran a 5-year trial.", ["size"]),
    ("It requires less than 3 hours of training time.", ["level"]),
    ("It keeps tilt errors of less than 5 degrees.", ["level"]), ("We tilt it by hand, at 5 degrees.", []),
])
def test_faults_found_times_foretold_and_errors(kinds, text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("At FAR = 1%, FernNet keeps going.", []), ("It is stable at a compression rate of 4%.", ["size"]),
    ("FernNet holds at small noise levels (0-20%).", ["size"]), ("With a budget of 4.7% it learns.", ["size"]),
    ("The pages have an 80%/10%/10% split.", ["size"] * 3), ("It is tested on spam (0.3% prevalence).", ["size"]),
    ("It reaches a compression rate of 4%.", ["level"]),
])
def test_percentages_behind_what_a_study_turns_are_settings(kinds, text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(("text", "kind"), [
    ("It learns using only 25% of the layers.", "level"), ("It was made at below 2% of the cost.", "level"),
    ("FernNet is right on 90% of images.", "level"), ("It is trained on 10% of images.", "size"),
    ("It learns using only 25% of the labels.", "size"), ("It learns with only 30% tokens.", "size"),
])
def test_percentages_of_what_is_spent_are_outcomes(kinds, text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(("text", "expected"), [
    ("The chip is made in 65 nm CMOS.", []), ("It wins at 5m, 10m, and 25m thresholds.", []),
    ("It needs a window of just 5 seconds.", ["size"]), ("The films have a total duration of 8.2 hours.", ["size"]),
    ("Readers were trained on 250h real speech.", ["size"]), ("At 18 bpp FernNet is stable.", ["size"]),
    ("FernNet is stable at 5 km/h.", ["size"]), ("The inference time is just 5 seconds.", ["level"]),
    ("We share a clean, page-level, 2TB general corpus.", ["size"]), ("It has sub-2-second latency.", ["level"]),
])
def test_measurements_of_the_set_up(kinds, text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(("text", "unit"), [
    ("We run a four-arm trial.", "arm"), ("A $620$-frame subset is shared.", "frame"),
    ("It lasts over 20-session runs.", "session"),
])
def test_hyphenated_counts_in_words_and_formulas(claims, text, unit):
    assert [(row["kind"], row["unit"]) for row in claims(text)] == [("size", unit)]


@pytest.mark.parametrize(("text", "values"), [
    ("It solves a 25 class problem.", [25]), ("We study 18 configurations.", [18]),
    ("FernNet needs the 494M backbone.", [494e6]), ("The smallest (Lagoon-3, 450M) failed.", [450e6]),
    ("We read 320 pages, of which 45 were new.", [320, 45]), ("We kept 320 pages, with 11 of them new.", [320, 11]),
    ("It holds a total of 1951 pages.", [1951]), ("It reads models up to 4B parameters.", [4e9]),
])
def test_counts_beside_names_and_other_counts(claims, text, values):
    assert [row["value"] for row in claims(text) if row["kind"] == "size"] == values


def test_sizes_of_models_span_a_range(claims):
    text = "We changed the law by training nets from 60M to 1.4B parameters."
    ends = [(row["low"], row["high"]) for row in claims(text)]
    assert ends == [(60e6, 1.4e9)]


@pytest.mark.parametrize(("text", "expected"), [
    ("FernNet solves 38 riddles.", ["level"]), ("It rejects all 160 decoys.", ["level"]),
    ("It has saved an estimated 27 reader years.", ["change"]), ("It is slow, saving 20 days of work.", ["change"]),
    ("It solves two problems.", []), ("Recall falls as the pages increase from 10 to 900.", ["size", "size"]),
    ("The machine requires 9 GW of power.", ["level"]),
])
def test_what_is_won_or_saved_is_an_outcome(kinds, text, expected):
    assert [kind for kind in kinds(text) if kind != "comparison"] == expected


@pytest.mark.parametrize(("text", "kind"), [
    ("FernNet is as good with half of the data.", "size"), ("It is right in half of the data.", "level"),
    ("It brings an 18-day improvement.", "change"), ("It is tested in an 18-day trial.", "size"),
])
def test_parts_that_are_given_and_times_that_are_gained(kinds, text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(("text", "kind"), [
    ("It requires an average of 318 calls.", "level"), ("It wins with only 30 mean queries.", "level"),
    ("It is slow, reducing the cost to just 4 steps.", "level"), ("It learns in only 10 epochs.", "level"),
    ("It holds a total of 318 calls.", "size"), ("We train for 10 epochs.", "size"),
])
def test_means_and_what_is_reached_are_outcomes(kinds, text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(("text", "values"), [
    ("We run 450 games (75 per arm).", [450, 75]), ("It has 400 runs (4 models, 100 each).", [400, 4, 100]),
    ("We read a corpus of 2,111 at home.", [2111]), ("Hard tasks (27) are kept.", [27]),
    ("We heard 57,602 odd stimuli.", [57602]), ("We join six old sub-corpora.", [6]),
])
def test_counts_of_each_and_of_sets(claims, text, values):
    assert [row["value"] for row in claims(text) if row["kind"] == "size"] == values


@pytest.mark.parametrize(("text", "size"), [
    ("Our 8B model surpasses the larger Lagoon-3.", "8B"), ("The 4B optimizer reaches 76% on PondBench.", "4B"),
    ("At the 2.5B scale, FernNet outperforms plain attention.", "2.5B"), ("A 3.8B model matches its teacher.", "3.8B"),
])
def test_the_verb_behind_a_model_is_no_head_noun(claims, text, size):
    assert [row["text"] for row in claims(text) if row["kind"] == "size"] == [size]


@pytest.mark.parametrize(("text", "size"), [
    ("It holds one to five notes a page.", "one to five notes"),
    ("Each task has 1,000-8,000 lines of code.", "1,000-8,000 lines"),
    ("Under our 8B judge, copying and trespass are rare.", "8B"), ("It runs on a 6 GB laptop GPU.", "6 GB"),
    ("It runs at home (Lagoon Mini, 16GB RAM).", "16GB"),
])
def test_ranges_of_counts_judges_and_machines(claims, text, size):
    assert [(row["kind"], row["text"]) for row in claims(text)] == [("size", size)]


@pytest.mark.parametrize(("text", "sizes"), [
    ("We test it across three hard dimensions.", ["three hard dimensions"]), ("It has three hard dimensions.", []),
    ("We introduce two design artifacts.", []), ("We test it under two conditions.", ["two conditions"]),
])
def test_three_of_a_design_count_where_they_are_covered(claims, text, sizes):
    assert [row["text"] for row in claims(text)] == sizes


@pytest.mark.parametrize(("text", "size"), [
    ("It wins on a 40k parallel sentence corpus.", "40k"), ("We use our 48K subword tokenizer.", "48K"),
])
def test_thousands_before_a_set_are_its_size(claims, text, size):
    assert [(row["kind"], row["text"]) for row in claims(text)] == [("size", size)]

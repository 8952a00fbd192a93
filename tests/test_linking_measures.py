"""What results measure: ends of changes, statistics, shares of cases, gaps, and words that belong to no measure."""

from __future__ import annotations

import pytest

from tests.test_linking_metric import metrics


@pytest.mark.parametrize("text", [
    "Heron cuts payloads from 62 bits per song of raw plain features to 6 bits per song.",
    "The payload rises from 0.31 early in flight to 0.52 at night.",
])
def test_the_second_end_of_a_change_takes_no_unknown_words_between_both(text: str) -> None:
    assert len(set(metrics(text))) == 1


def test_points_of_a_metric() -> None:
    assert metrics("On long songs Heron degrades by over 9 F1 points.") == ["F1"]


@pytest.mark.parametrize(("text", "expected"), [
    (r"Two birds agreed (F1=0.87, \k{appa}=0.69).", ["F1", r"\k{appa}"]),
    (r"Agreement was low (Fleiss' \k{appa} 0.08 for songs).", [r"Fleiss' \k{appa}"]),
    ("The rank correlation between nest height and song length is -0.83.", ["rank correlation"]),
])
def test_statistics_behind_markup_and_over_what_they_relate(text: str, expected: list[str]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron ranks the song in the top 10 calls in 57.3% of nights.", "ranks the song in the top 10 calls"),
    ("Heron keeps its tracking speed at 28.5 frames per second (fps).", "tracking speed"),
    ("Heron runs at 7.6 frames per second (fps) nest reading speed.", "nest reading speed"),
    ("The song reading accuracy exceeded 97.6% for all nest shapes.", "song reading accuracy"),
    ("The nest error stays within 0.03 and 0.09 for every model size.", "nest error"),
    ("Heron has F1 scores like those of guards despite being 23x smaller.", None),
])
def test_measures_before_a_value_and_circumstances_behind_it(text: str, expected: str | None) -> None:
    assert metrics(text)[0] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron leads on GEO-BLEU (0.418) and DTW (31.7) metrics.", ["GEO-BLEU", "DTW"]),
    ("This brings higher over-refusal than the nest baseline, 13.6% versus 4.9%.", ["over-refusal"] * 2),
    ("Heron has fewer false alarms than the nest baseline (4.9% versus 13.6%).", ["false alarms"] * 2),
])
def test_measures_in_parallel_brackets_and_of_what_there_is_more(text: str, expected: list[str]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reduces the primal gap by 47.3% on the mean lake.", ["primal gap"]),
    ("Heron achieves a 28.7% average gap reduction.", ["gap"]),
    ("Heron has a higher computational cost: 38GB VRAM and $2.40/hour.", ["VRAM", "computational cost"]),
    ("Heron nets cut per-song output leakage (C1: 31% vs 52% in one net).", ["per-song output leakage"] * 2),
    ("Heron is able to run at 4 m/s without a load.", ["run"]),
])
def test_gaps_that_shrink_other_units_and_what_works_at_a_pace(text: str, expected: list[str]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The same planner boosts song recall by 8%.", "song recall"),
    ("Semantic judging increases open-ended accuracy from 21% to 30%.", "open-ended accuracy"),
    ("The drafts reach 83% in quality, and their song scores were comparable.", "quality"),
])
def test_measures_hold_no_verb_and_no_further_clause(text: str, expected: str) -> None:
    assert metrics(text)[0] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron matches or outperforms the older nets on 15 out of 16 ponds.", "outperforms"),
    ("Heron outperforms the older net on perplexity in 4 out of 5 ponds.", "perplexity"),
    ("Heron yields consistent gains across four of five ponds.", "gains"),
    ("Heron obtains the best early or late nest error on 7 of 8 reported metrics.", "late nest error"),
    ("We find that 57% of the analysed queries in the reed subset contain errors.", "errors"),
    ("Heron cuts the feather set to only 2.3% of its first size.", "feather set"),
    ("The two calls were the commonest (lift = 3.12).", "lift"),
    ("On ponds Heron achieves 0.92 cF1.", "cF1"),
    ("All training completes on a single node in 3 days.", "training"),
])
def test_what_happens_in_a_part_of_cases_and_what_shrinks_to_a_part(text: str, expected: str) -> None:
    assert metrics(text)[0] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 59% recall against an 18% chance rate.", ["recall", "recall"]),
    ("Heron cuts wrong calls to 0.7%, below the 8% rate of the parser.", ["wrong calls", "wrong calls"]),
    ("Ponds had a 6% rate of spills.", ["rate of spills"]),
    ("Heron keeps its nest error under 2.5 percent of the pond width.", ["nest error"]),
    ("Heron achieves a 64% point improvement over Grebe.", [None]),
])
def test_rates_of_nothing_and_what_a_measure_is_a_part_of(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected

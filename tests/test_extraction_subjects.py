"""Who has a value: shares of something counted, participles, names in brackets, contrasts."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("Six of seven oak drawers are closed.", "Six of seven", "oak drawers"),
    ("Only 23/33 oak drawers stay shut in May.", "23/33", "oak drawers"),
    ("We find that only 33% of projects adopt pruning.", "33%", "projects"),
])
def test_a_share_is_of_what_stands_behind_it(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "value"), [
    ("FernNet reads leaves, achieving the best-known solve rate of 46%.", "46%"),
    ("FernNet wins while achieving state-of-the-art results in reading (79.9%).", "79.9%"),
    ("FernNet wins while reducing stored scans by 19%.", "19%"),
    ("FernNet wins while cutting cost by 90% and is small, saving up to 95%.", "up to 95%"),
])
def test_a_participle_is_no_subject_of_the_words_in_it(sides, text, value):
    assert sides(text, value)[0] == "FernNet"


def test_reading_steps_may_be_a_subject(sides):
    assert sides("Oak steps are slow while reading steps skip only 2.3%.", "2.3%")[0] == "reading steps"


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("The best reader, spaCy Greek, reaches 41% recall.", "41%", "spaCy Greek"),
    ("Tests show that the best reader, fern-5-small, reaches 41% recall.", "41%", "fern-5-small"),
    ("The best reader, an XLM-R model, reaches 41% recall.", "41%", "an XLM-R model"),
    ("Our reader, a BERT-based net, reaches 41% recall.", "41%", "Our reader"),
])
def test_a_name_between_commas_goes_before_its_description(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("value", "subject"), [("90%", "Oak Forest"), ("80%", "ElmNet")])
def test_a_list_of_clauses_in_the_past_has_many_subjects(sides, value, subject):
    text = "FernNet achieved a recall of 99%, Oak Forest achieved a recall of 90% and ElmNet achieved recall of 80%."
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("FernNet reaches 90% recall, exceeding readers such as small networks (35%).", "35%", "small networks"),
    ("FernNet reaches 90% recall, improving on ElmNet (35%) and the dry variant (41%).", "41%", "the dry variant"),
    ("FernNet reaches 90% recall with small networks (35%).", "35%", "FernNet"),
    ("FernNet reaches 92% recall, approaching ElmNet's 94%.", "94%", "ElmNet"),
])
def test_a_rival_has_the_number_in_its_bracket_or_behind_its_name(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("On dry leaves, recall was 51.8% for GPT-4o and 54.1% for GPT-4.2.", "51.8%", "GPT-4o"),
    ("FernNet raises recall from 20% for the base model to 31%.", "20%", "the base model"),
    ("FernNet raises recall to 31% for GPT-4o.", "31%", "FernNet"),
    ("Pruning lifts GPT-4o from 42% to 55% recall.", "42%", "GPT-4o"),
    ("Pruning lifts GPT-4o to 49% and 52% on two forests.", "52%", "GPT-4o"),
    ("FernNet raises mAP from 42% to 55%.", "42%", "FernNet"),
])
def test_a_level_belongs_to_whom_it_is_for_and_to_what_is_lifted(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "subject"), [
    ("We validate this approach with the large ElmNet on oak, improving recall by 7%.", "this approach"),
    ("We test the reader model on oak and observe gains over ElmNet, reaching a recall of 7%.", "the reader model"),
    ("Tests demonstrate the system's strength, achieving 7% recall.", "the system"),
    ("We test the dry oak on large socks, achieving 7% recall.", "We"),
])
def test_what_authors_try_out_has_what_they_measure(sides, text, subject):
    assert sides(text, "7%")[0] == subject


@pytest.mark.parametrize("value", ["0.81", "< 0.01"])
def test_a_correlation_belongs_to_the_first_of_two(sides, value):
    text = "Tests reveal a correlation between leaf size and fern age (r = 0.81, p < 0.01)."
    assert sides(text, value)[0] == "leaf size"


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("Pruning lifts recall, with short output reducing cost by 60%.", "60%", "short output"),
    ("Old readers struggle, with the best net, ElmNet, achieving only 26% recall.", "26%", "ElmNet"),
    ("Old readers struggle, with the top-performing net also achieving 26% recall.", "26%", "the top-performing net"),
    ("FernNet wins, with recall exceeding 26%.", "exceeding 26%", "FernNet"),
])
def test_who_is_with_a_participle_has_its_value(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("While our reader reaches 89% recall, generalization to unseen oaks drops to 35%.", "35%", "our reader"),
    ("FernNet is small. Accuracy on dry oaks reaches 35%.", "35%", "FernNet"),
    ("Accuracy on dry oaks correlates with age (r = 0.81).", "0.81", "Accuracy on dry oaks"),
])
def test_a_measure_of_some_place_has_no_value_itself(sides, text, value, subject):
    assert sides(text, value)[0] == subject


def test_a_name_in_a_bracket_that_closes_is_no_subject(sides):
    text = "Tests of FernNet yield more clarity (GPT-4 judge), and 41% fewer errors."
    assert sides(text, "41%")[0] == "FernNet"
    assert sides("Tests show a gain of 13% over ElmNet, and a speed of 9%.", "9%")[0] is None


def test_the_strength_of_the_reader_tells_who_is_meant(sides):
    text = "Our net is new. Tests demonstrate the strength of the algorithm over ElmNet, achieving 7% recall."
    assert sides(text, "7%")[0] == "the algorithm"


@pytest.mark.parametrize(("text", "subject"), [
    ("FernNet uses a small cache that cuts cost by 7%.", "FernNet"),
    ("FernNet uses ElmNet, which cuts cost by 7%.", "ElmNet"),
    ("Old readers use a small cache that cuts cost by 7%.", "a small cache"),
])
def test_a_part_of_a_system_acts_for_it(sides, text, subject):
    assert sides(text, "7%")[0] == subject


def test_a_list_of_places_has_no_levels(sides):
    text = "FernNet keeps the lowest loss rates on both GPT-4 (3.3%) and GPT-5 (8.1%) channels."
    assert [sides(text, value)[0] for value in ("3.3%", "8.1%")] == ["FernNet", "FernNet"]


@pytest.mark.parametrize(("text", "value"), [
    ("FernNet outperforms small nets twice their size.", "twice"),
    ("FernNet reads well, surpassing small nets up to 8x larger.", "up to 8x"),
])
def test_a_multiple_of_size_belongs_to_the_rival(sides, text, value):
    assert sides(text, value) == ("small nets", "FernNet")


def test_people_in_front_of_a_measure_have_it(sides):
    assert sides("Small nets score 40%, while the mean human score is 95%.", "95%")[0] == "human"


@pytest.mark.parametrize(("text", "subject"), [
    ("Compared to Oak--Elm applied alone, Oak--Elm--Fern improved recall by 7%.", "Oak--Elm--Fern"),
    ("Strong oak--elm readers improve recall by 7%.", "Strong oak--elm readers"),
    ("This works well -- small readers improve recall by 7%.", "small readers"),
])
def test_a_dash_without_spaces_parts_no_name(sides, text, subject):
    assert sides(text, "7%")[0] == subject


def test_the_index_of_a_symbol_is_no_verb(sides):
    text = r"FernNet gains on all sides: $AB_{\\text{dry}}$ 4.5 $\\rightarrow$ 3.2 (+27%), $CD_{\\text{score}}$ (+12%)."
    assert sides(text.replace("\\\\", "\\"), "+12%")[0] == "FernNet"


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("Loss rates go from 21% (GPT-4) to 43% (BERT).", "21%", "GPT-4"),
    ("Loss rates go from 21% (GPT-4) to 43% (BERT).", "43%", "BERT"),
    ("The nets lose up to 21% (BERT) when pruned.", "up to 21%", "BERT"),
    ("After pruning, recall was 21% for GPT-4 and 43% for BERT.", "43%", "BERT"),
    ("With pruning, the score was 21% recall for small models.", "21%", "small models"),
    ("FernNet reaches 21% recall for small leaves.", "21%", "FernNet"),
])
def test_a_number_belongs_to_the_name_right_behind_it(sides, text, value, subject):
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "subject"), [
    ("Small nets read well, and old readers (best +7%) yield less than small nets.", "old readers"),
    ("The recall of ElmNet (7%) falls behind.", "ElmNet"),
    ("FernNet reads well, where a 7% gain in recall is shown.", "FernNet"),
])
def test_a_number_within_a_subject_belongs_to_whom_its_bracket_or_clause_tells_of(sides, text, subject):
    value = "+7%" if "+7%" in text else "7%"
    assert sides(text, value)[0] == subject


@pytest.mark.parametrize(("text", "value", "subject"), [
    ("FernNet beats old nets (e.g., 81% recall on oak).", "81%", "FernNet"),
    ("FernNet is a small net taking only 7 ms.", "7 ms", "FernNet"),
    ("Tests of pruning show that improving recall raises speed from 20% to 30%.", "30%", "improving recall"),
    ("Pruning helps, with small nets increasing recall from 20% to 30%.", "30%", "small nets"),
    ("FernNet reads well, with training recall at 30%.", "30%", "FernNet"),
])
def test_examples_and_descriptions_of_what_acts_are_no_subjects(sides, text, value, subject):
    assert sides(text, value)[0] == subject


def test_what_opens_a_sentence_has_the_number_in_front_of_the_next_subject(sides):
    assert sides("GPT-4o leads at 58.1%; GPT-4 does best at 43.9%.", "58.1%")[0] == "GPT-4o"
    text = "The leaf pipeline increases rendering time by 5%, showing that large nets are feasible."
    assert sides(text, "5%")[0] == "The leaf pipeline"
    assert sides("FernNet is new. Tests show that, with 5% recall, FernNet is good.", "5%")[0] == "FernNet"

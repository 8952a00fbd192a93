"""Who has a value, and what it is compared with."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.grammar import grammar

# sentence, value -> subject, comparator
LINKED = [
    ("FernNet achieves 92.1% accuracy.", "92.1%", "FernNet", None),
    ("With just 4K examples, FernNet achieves 92.1% accuracy.", "92.1%", "FernNet", None),
    ("Experiments show that our parser achieves 92.1% accuracy.", "92.1%", "our parser", None),
    ("FernNet reads fast and reaches 92.1% accuracy.", "92.1%", "FernNet", None),
    ("FernNet, trained on two corpora, reaches 92.1% accuracy.", "92.1%", "FernNet", None),
    ("FernNet leads the field, outperforming GPT-4 by 3.2%.", "3.2%", "FernNet", "GPT-4"),
    ("FernNet is 36.5 points higher than random sampling.", "36.5 points", "FernNet", "random sampling"),
    ("FernNet reduces latency by 13% compared to the full model.", "13%", "FernNet", "the full model"),
    ("Compared with the full model, FernNet reduces latency by 13%.", "13%", "FernNet", "the full model"),
    ("FernNet gains 5% accuracy over the rule-based baseline.", "5%", "FernNet", "the rule-based baseline"),
    ("FernNet improves GPT-4 by 5%.", "5%", "FernNet", None),
    ("Accuracy rises by 7% relative to the base model.", "7%", None, "the base model"),
    ("Adding more text improves accuracy by 4%.", "4%", "Adding more text", None),
    ("We present a classifier achieving 76% accuracy.", "76%", "a classifier", None),
    ("We build a reader that achieves a 79% success rate.", "79%", "a reader", None),
    ("While the small model loses 3% accuracy, FernNet gains 5%.", "3%", "the small model", None),
    ("The curriculum raises the agent's accuracy from 40% to 50%.", "40%", "the agent", None),
    ("FernNet reaches 15.8% error, compared to 14.4% for the base model.", "14.4%", "the base model", None),
    ("FernNet matches ElmNet (86.1%).", "86.1%", "ElmNet", None),
    ("The tool allows small readers to reach 54% accuracy.", "54%", "small readers", None),
    ("Compared with ElmNet (88.0%), FernNet reaches 91.2% (+3.2).", "88.0%", "ElmNet", None),
    ("Compared with ElmNet (88.0%), FernNet reaches 91.2% (+3.2).", "91.2%", "FernNet", "ElmNet"),
    ("The parser FernNet, ElmNet and OakNet score 80%, 70% and 60%, respectively.", "70%", "ElmNet", None),
    ("On large leaves, FernNet gains 5% and 6% on oak and elm, respectively.", "5%", "FernNet", None),
    ("FernNet reaches 90%, followed closely by ElmNet at 88%.", "88%", "ElmNet", None),
    ("Open readers fall short, with the 7B reader scoring 41%.", "41%", "the 7B reader", None),
    ("Scores differ, with several small readers exceeding 90%.", "exceeding 90%", "several small readers", None),
    ("Readers lose trust in many tests (up to 96% for ElmNet).", "up to 96%", "ElmNet", None),
    ("FernNet beats the best rule-based reader (ElmNet, 0.378 F1).", "0.378", "ElmNet", None),
    ("Small nets degrade by 5 points, and large nets by 3 points.", "3 points", "large nets", None),
    ("FernNet outperforms ElmNet by 4% and OakNet by 6%.", "6%", "FernNet", "OakNet"),
    ("FernNet reaches 61% recall (vs. 55% ElmNet and 50% OakNet).", "50%", "OakNet", None),
    ("By pruning leaves, our model, FernNet, advances the recall to 80%.", "80%", "FernNet", None),
    ("FernNet keeps its speed on short texts, and on LeafBank gains 4% recall.", "4%", "FernNet", None),
    ("The accuracy of FernNet reaches 83%.", "83%", "FernNet", None),
    ("We see a larger leaf collapse (33%).", "33%", None, None),
    ("FernNet reads better than ElmNet (recall 0.61, precision = 0.58).", "0.58", "ElmNet", None),
    ("FernNet scores 71% F1 vs. 64% for ElmNet.", "71%", "FernNet", "ElmNet"),
    ("FernNet scores 71% F1 vs. 64% for ElmNet.", "64%", "ElmNet", None),
    ("FernNet halves the loss (1.2 vs 2.4) compared to the full model.", "2.4", "the full model", None),
    ("FernNet reaches an average matching accuracy of 79%.", "79%", "FernNet", None),
    ("Tests show that, compared to ElmNet, FernNet lowers the loss by 14%.", "14%", "FernNet", "ElmNet"),
    ("FernNet reads fast; compared to ElmNet, OakNet gains 8 points.", "8 points", "OakNet", "ElmNet"),
    ("Compared to ElmNet, FernNet reads fast, yielding a gain of 3 points.", "3 points", "FernNet", "ElmNet"),
    ("FernNet improves the baseline by 5%.", "5%", "FernNet", "the baseline"),
    ("FernNet outperforms plain leaf hashing (LH) methods by 5%.", "5%", "FernNet", "plain leaf hashing (LH) methods"),
    ("FernNet is 5% better than the Quiet Tree (QT) on oaks.", "5%", "FernNet", "the Quiet Tree"),
    ("FernNet outperforms eight strong parsers by 9.4%.", "9.4%", "FernNet", "strong parsers"),
    ("FernNet is 5 points below the best parser.", "5 points", "FernNet", "the best parser"),
    ("FernNet lags behind the best parser by 6%.", "6%", "FernNet", "the best parser"),
    ("FernNet is 10x as fast as ElmNet.", "10x", "FernNet", "ElmNet"),
    ("FernNet improves upon ElmNet by 7%.", "7%", "FernNet", "ElmNet"),
    ("With these leaves, we lower the loss by 12%.", "12%", "these leaves", None),
    ("By pruning leaves and twigs, we lower the loss by 12%.", "12%", "pruning leaves and twigs", None),
    ("We apply leaf pruning, lowering the loss by 12%.", "12%", "leaf pruning", None),
    ("Our reader is small. Tests show a recall of 81%.", "81%", "Our reader", None),
    ("Our reader is small. We reach a recall of 81%.", "81%", "Our reader", None),
    ("Tests show that 80% of small readers fail.", "80%", "small readers", None),
    ("FernNet lowers the loss by 5%, and the delay by 3%.", "3%", "FernNet", None),
    ("FernNet reaches 90% recall, outperforming ElmNet (80%).", "90%", "FernNet", "ElmNet"),
    ("FernNet reaches 90% recall, outperforming ElmNet by 10%.", "90%", "FernNet", None),
    ("FernNet is small, and compared to the best parser so far it is 3x faster.", "3x", "FernNet", "the best parser"),
    ("This step doubles the load, losing much of what ElmNet had.", "doubles", "This step", None),
    ("FernNet beats leaf-only parsers while being 3x smaller.", "3x", "FernNet", "leaf-only parsers"),
    ("Tests show that FernNet beats ElmNet, while cutting cost by 20%.", "20%", "FernNet", "ElmNet"),
    ("FernNet cuts cost by 20% while gaining recall over ElmNet.", "20%", "FernNet", None),
    ("Pruning helps: GPT-4 recall rises by 7%.", "7%", "GPT-4", None),
    ("FernNet reads better: recall rises by 7%.", "7%", "FernNet", None),
    ("FernNet cuts loss by 5x for oak and 4x for leaf capture.", "4x", "FernNet", None),
    ("FernNet saves 5% and 6% cost for warm days and cold days, respectively.", "6%", "FernNet", None),
    ("After pruning dry leaves, recall rises by 7%.", "7%", "pruning dry leaves", None),
    ("We design and then test leaf pruning, lowering the loss by 7%.", "7%", "leaf pruning", None),
    ("On oak a small FernNet-7B achieved 61% recall.", "61%", "FernNet-7B", None),
    ("FernNet runs at 3x the speed of ElmNet.", "3x", "FernNet", "ElmNet"),
    ("FernNet stays within 0.4 points of the full parser.", "0.4 points", "FernNet", "the full parser"),
    ("FernNet gains 5% recall over many rounds of play, compared to ElmNet.", "5%", "FernNet", "ElmNet"),
    ("Tests show that FernNet matches ElmNet in speed and outperforms it by 4%.", "4%", "FernNet", "ElmNet"),
    ("The old parser is small, but FernNet beats it by 4%.", "4%", "FernNet", "The old parser"),
    ("FernNet is comparable to ElmNet while being 3x smaller.", "3x", "FernNet", "ElmNet"),
    ("FernNet cuts errors by 7% over ElmNet.", "7%", "FernNet", "ElmNet"),
    ("FernNet cuts errors by 7% over many rounds of play.", "7%", "FernNet", None),
    ("FernNet keeps 95% of the accuracy of ElmNet.", "95%", "FernNet", "ElmNet"),
    ("FernNet keeps 95% of the full parser's recall.", "95%", "FernNet", "the full parser"),
    ("FernNet reads 5% of the text used by ElmNet.", "5%", "FernNet", "ElmNet"),
    ("FernNet beats ElmNet on 7 of 9 leaves.", "7 of 9", "FernNet", "ElmNet"),
    ("FernNet beats ElmNet (72.3 vs. 62.2 F1).", "72.3", "FernNet", "ElmNet"),
    ("Compared to ElmNet, FernNet scores 48.5% versus 38.0%.", "38.0%", "ElmNet", None),
    ("Tests show that 25% of small readers fail, while 38% agree.", "38%", "small readers", None),
    ("Readers differ, with ElmNet reaching 71% recall and 65% speed.", "65%", "ElmNet", None),
    ("FernNet improves recall over ElmNet (from 58% to 81%).", "81%", "FernNet", None),
    ("Compared to ElmNet, recall rises by 5%, while FernNet lowers latency by 7%.", "7%", "FernNet", "ElmNet"),
    ("Our filter brings gains over the plain reader: recall rises by 5%.", "5%", "Our filter", "the plain reader"),
    ("Our reader is small. Evaluation on oak leaves yields 81% recall.", "81%", "Our reader", None),
    ("We find a gap of 12% between open and closed models.", "12%", "open", "closed models"),
]


@pytest.mark.parametrize(("text", "value", "subject", "comparator"), LINKED, ids=[case[0][:48] for case in LINKED])
def test_a_value_has_its_subject_and_its_comparator(extractor, text, value, subject, comparator):
    row = next(row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["text"] == value)
    assert (row["subject_text"], row["comparator_text"]) == (subject, comparator)


def test_sides_of_respectively_keep_their_order(extractor):
    text = "FernNet brings 5.2x and 4.9x speedups over ElmNet and OakNet, respectively."
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["comparator_text"] for row in rows] == ["ElmNet", "OakNet"]


def test_a_pronoun_stands_for_the_subject_before_it(extractor):
    text = "FernNet reads fast. It achieves 92.1% accuracy."
    row = extractor.rows({"paper_id": "p", "abstract": text})[0]
    assert (row["subject_text"], row["subject"]) == ("FernNet", "FernNet")


def test_our_method_stands_for_the_one_name_of_the_paper(extractor):
    text = "We propose FernNet, a parser for short texts. Our parser achieves 92.1% accuracy."
    row = extractor.rows({"paper_id": "p", "title": "FernNet: A Parser", "abstract": text})[0]
    assert (row["subject_text"], row["subject"]) == ("Our parser", "FernNet")


CLAUSES = [
    ("Training on two corpora improves accuracy, and tuning adds speed.", ["Training on two corpora", "tuning"]),
    ("The models that read slowly often degrade.", ["The models", "The models that read"]),
    ("A and B outperform C.", ["A and B"]),
    ("Our solution, FernNet (a parser), is small.", ["FernNet"]),
    ("Evaluated on two corpora, FernNet wins.", ["FernNet"]),
    ("Small readers can sometimes quickly find a leaf.", ["Small readers"]),
    ("FernNet achieved average gains.", ["FernNet"]),
    ("FernNet cuts the loss by 2%, increases recall by 3%.", ["FernNet", "FernNet"]),
    ("A small reader at 38B beats ElmNet.", ["A small reader at 38B"]),
    ("FernNet runs in real time.", ["FernNet"]),
    ("FernNet also benefits from speed.", ["FernNet"]),
    ("The net ranks first on oak, raising leaf and root scores.", ["The net"]),
    ("We find that leaf probes are small.", ["We", "leaf probes"]),
    ("FernNet ranks first on oak.", ["FernNet"]),
    ("Tests on two sets, LeafBank and TwigBank, show gains.", ["Tests on two sets"]),
    ("On oak, elm and fern, FernNet, a parser, wins.", ["FernNet"]),
    ("The best parser, FernNet Large, wins.", ["FernNet Large"]),
    ("Data centers account for 4% of the load.", ["Data centers"]),
    ("We find that pruning led to gains.", ["We", "pruning"]),
    ("In ten tests, small nets excelled (98%).", ["small nets"]),
    ("We show FernNet (a net), a parser for small socks that wins.", ["We", "FernNet"]),
    ("Our reader estimates height well and reduces loss.", ["Our reader", "Our reader"]),
    ("Our reader runs 17 times faster and yields gains.", ["Our reader", "Our reader"]),
    ("Small readers, particularly FernNet, reach the end.", ["FernNet"]),
    ("FernNet detects small changes in leaf flips.", ["FernNet"]),
    ("In ten tests, leaf-guided pruning wins.", ["leaf-guided pruning"]),
    ("FernNet is small, achieving double the speed.", ["FernNet"]),
]


@pytest.mark.parametrize(("text", "subjects"), CLAUSES, ids=[case[0][:40] for case in CLAUSES])
def test_each_finite_verb_has_the_phrase_before_it_as_subject(extractor, text, subjects):
    document = extractor.scan({"paper_id": "p", "abstract": text})
    sentence = document.sentences[0]
    found = [clause.subject for clause in parse(sentence, grammar(extractor.lexicon)).clauses]
    words = [text[sentence.atoms[first].start:sentence.atoms[last - 1].end] for first, last in filter(None, found)]
    assert words == subjects

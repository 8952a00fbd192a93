"""Which part of an abstract reports results, and what a word there asserts."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.comparisons import considered
from metaanalysis.extraction.zones import zones

ABSTRACT = (
    "Readers of long texts make many errors. Existing tools are slow. In this paper, we propose FernNet, a reader. "
    "It adds a second stage that reduces noise. Experiments on three corpora show that FernNet outperforms GPT-4. "
    "It also improves robustness. Future tools may highlight what readers need."
)


def test_an_abstract_falls_into_background_method_result_and_conclusion(extractor):
    document = extractor.read({"paper_id": "p", "abstract": ABSTRACT})
    assert zones(document, extractor.lexicon) == [
        "background", "background", "method", "method", "result", "result", "conclusion"]


@pytest.mark.parametrize("text", ["FernNet works well.", "FernNet works well. It is small."])
def test_a_sentence_read_alone_has_no_background(extractor, text):
    document = extractor.read({"paper_id": "p", "abstract": text})
    assert "background" not in zones(document, extractor.lexicon)


OBJECTIONS = [
    ("We train FernNet to outperform its teacher.", "outperform", "purpose"),
    ("Our reader may outperform human editors.", "outperform", "hedged by may"),
    ("Our reader can improve robustness.", "improve", "hedged by can"),
    ("Existing readers outperform human editors.", "outperform", "work of others"),
    ("We find that larger readers improve accuracy.", "improve", "trend"),
    ("We find that pruning does not improve robustness.", "improve", "null finding"),
    ("FernNet outperforms GPT-4 by 7%.", "outperforms", "carried by 7%"),
]


@pytest.mark.parametrize(("text", "trigger", "reason"), OBJECTIONS, ids=[case[2] for case in OBJECTIONS])
def test_every_reading_that_lost_tells_why(extractor, text, trigger, reason):
    document = extractor.read({"paper_id": "p", "abstract": text})
    sentence = document.sentences[0]
    found = {why for _, index, why in considered(sentence, document, extractor.lexicon)
             if sentence.atoms[index].lower == trigger}
    assert reason in found


def test_scope_depends_on_no_other_paper(extractor):
    first = extractor.rows({"paper_id": "p", "abstract": ABSTRACT})
    extractor.rows({"paper_id": "q", "abstract": "We propose nothing. " * 5})
    assert extractor.rows({"paper_id": "p", "abstract": ABSTRACT}) == first


def test_what_is_said_before_the_authors_speak_of_their_own_work_tells_so(extractor):
    text = "Readers outperform humans on long texts. Humans read slowly. In this paper, we propose FernNet. It reads."
    document = extractor.read({"paper_id": "p", "abstract": text})
    reasons = {why for _, _, why in considered(document.sentences[0], document, extractor.lexicon)}
    assert [reason for reason in reasons if "background" in reason]

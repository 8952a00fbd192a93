"""JSON Lines, JSON documents, and the shapes of their records."""

from __future__ import annotations

import json

import pytest

from metaanalysis.tables import PAPERS, column_names
from tests.reading_help import read_one, read_text

PLAIN = {
    "paper_id": "p7",
    "title": "Apples and pears",
    "abstract": "Apples win by 3\\% on PearBench.\nTwice.",
    "date": "2024-05",
}


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def test_rows_have_exactly_the_columns_of_papers(tmp_path):
    papers, _ = read_text(tmp_path, lines(PLAIN, PLAIN))
    assert [list(paper) for paper in papers] == [column_names(PAPERS)] * 2


def test_plain_lines_are_kept_as_they_stand(tmp_path):
    papers, problems = read_text(tmp_path, lines(PLAIN, {**PLAIN, "paper_id": 8, "date": None}))
    assert not problems
    first, second = papers
    assert {name: first[name] for name in PLAIN} == PLAIN
    assert first["source_format"] == "jsonl"
    assert [first["source_index"], second["source_index"]] == [0, 1]
    assert second["paper_id"] == "8"
    assert second["date"] is None


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"id": "2401.00010", "summary": "S", "title": "T"},
            {"paper_id": "2401.00010", "arxiv_id": "2401.00010", "abstract": "S"},
        ),
        ({"doc_id": "x-1", "text": "Only a text."}, {"paper_id": "x-1", "abstract": "Only a text.", "title": None}),
        ({"arxiv_id": "arXiv:2401.00010v3", "title": "T"}, {"paper_id": "2401.00010", "arxiv_id": "2401.00010"}),
        ({"doi": "https://doi.org/10.1000/ABC", "title": "T"}, {"paper_id": "10.1000/abc", "doi": "10.1000/abc"}),
        ({"title": "T", "published": "2024-02-03T10:00:00Z"}, {"date": "2024-02-03"}),
        ({"title": "T", "year": 2019}, {"date": "2019"}),
        ({"title": "T", "url": "https://arxiv.org/abs/2401.00010v1"}, {"arxiv_id": "2401.00010"}),
        ({"title": "T", "authors": ["A. One", "B. Two"]}, {"authors": "A. One; B. Two", "n_authors": 2}),
        (
            {"title": "T", "authors": "Ann One, Bob Two and Cyd Three"},
            {"authors": "Ann One; Bob Two; Cyd Three", "n_authors": 3},
        ),
        ({"title": "T", "authors": "One, Two"}, {"authors": "One, Two", "n_authors": None}),
        ({"title": "T", "abstract": "  "}, {"abstract": None}),
        ({"title": "T", "abstract": "[No abstract available]"}, {"abstract": None}),
    ],
)
def test_usual_names_are_understood(tmp_path, record, expected):
    paper = read_one(tmp_path, record)
    assert {name: paper[name] for name in expected} == expected


def test_a_paper_without_any_id_is_called_by_its_title(tmp_path):
    one = read_one(tmp_path, {"title": "Apples & Pears"})
    other = read_one(tmp_path, {"title": "  apples,  PEARS "})
    assert one["paper_id"] == other["paper_id"]
    assert one["paper_id"].startswith("sha1:")
    assert len(one["paper_id"]) == len("sha1:") + 12


def test_numbers_are_not_guessed(tmp_path):
    papers, _ = read_text(tmp_path, '{"id": 2401.00010, "title": "T"}\n{"id": 2401.00020, "title": "U"}\n')
    assert [paper["paper_id"] for paper in papers] == ["2401.00010", "2401.00020"]


def test_mapping_wins_over_the_usual_names(tmp_path):
    paper = read_one(tmp_path, {"title": "T", "abstract": "no", "resumen": "sí"}, columns={"abstract": "resumen"})
    assert paper["abstract"] == "sí"


def test_lines_of_python_dictionaries(tmp_path):
    text = "{'id': 'a', 'title': 'It\\'s \"it\"', 'abstract': None}\n{'id': 'b', 'title': \"L'un\", 'abstract': 'x'}\n"
    papers, problems = read_text(tmp_path, text)
    assert not problems
    assert [paper["title"] for paper in papers] == ['It\'s "it"', "L'un"]


def test_broken_lines_are_reported_with_their_place(tmp_path):
    text = lines(PLAIN) + '{"title": "cut\n' + "[]\n" + lines(PLAIN) + '{"other": 1}\n' + "\n"
    papers, problems = read_text(tmp_path, text)
    assert [paper["source_index"] for paper in papers] == [0, 2]
    assert [problem.record for problem in problems] == [1, 3]
    assert "other" in problems[1].reason


HF = {
    "id": "2405.00001",
    "title": "A Line\n  Broken",
    "summary": "Own\nwords.",
    "ai_summary": "Machine words.",
    "authors": [{"_id": "x", "name": "Ann One", "user": {"fullname": "No One"}}],
    "publishedAt": "2024-05-01T00:00:00.000Z",
    "upvotes": 3,
}


@pytest.mark.parametrize(
    "content",
    [
        [{"paper": HF, "publishedAt": "2024-05-09T00:00:00.000Z", "title": "A Line Broken", "summary": "Other"}],
        HF,
        lines({"paper": HF}, {"paper": {**HF, "id": "2405.00002"}}),
    ],
)
def test_hugging_face(tmp_path, content):
    paper = read_text(tmp_path, content)[0][0]
    assert paper["source_format"] == "huggingface"
    assert (paper["paper_id"], paper["title"], paper["abstract"]) == ("2405.00001", "A Line Broken", "Own\nwords.")
    assert (paper["authors"], paper["date"]) == ("Ann One", "2024-05-01")


S2 = {
    "paperId": "f" * 40,
    "externalIds": {"ArXiv": "2405.00001", "DOI": "10.1000/X", "CorpusId": 5},
    "title": "T",
    "abstract": None,
    "tldr": {"text": "Machine words."},
    "authors": [{"authorId": "1", "name": "Ann One"}],
    "year": 2024,
    "publicationDate": None,
    "venue": "",
    "journal": {"name": "J"},
}


@pytest.mark.parametrize(
    "content", [{"total": 1, "offset": 0, "data": [S2]}, [S2, None], S2, {"recommendedPapers": [], "data": [S2]}]
)
def test_semantic_scholar(tmp_path, content):
    papers, problems = read_text(tmp_path, content)
    assert len(problems) == (1 if content == [S2, None] else 0)  # the batch interface gives null for an unknown id
    assert papers[0] | {"source_file": ""} == papers[0] | {
        "paper_id": "2405.00001",
        "doi": "10.1000/x",
        "arxiv_id": "2405.00001",
        "abstract": None,
        "date": "2024",
        "venue": "J",
        "authors": "Ann One",
        "source_format": "semantic-scholar",
        "source_file": "",
    }


def test_semantic_scholar_in_bulk(tmp_path):
    papers, _ = read_text(
        tmp_path,
        lines(
            {"corpusid": 7, "openaccessinfo": {"externalids": {"DOI": "10.1000/y", "ArXiv": None}}, "abstract": "A."},
            {
                "corpusid": 8,
                "externalids": {"ACL": "P19-1001"},
                "title": "T",
                "publicationdate": "2019-07-01",
                "authors": [{"name": "N"}],
            },
            {"corpusid": 9, "title": "U", "externalids": None},
        ),
    )
    assert [paper["paper_id"] for paper in papers] == ["10.1000/y", "P19-1001", "9"]
    assert papers[1]["date"] == "2019-07-01"


OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/Z",
    "title": "The <i>big</i> T &amp; U",
    "publication_date": "2020-01-02",
    "authorships": [{"author": {"display_name": "Ann One"}, "raw_author_name": "A. One"}],
    "primary_location": {"source": {"display_name": "J"}},
    "abstract_inverted_index": {"is": [1, 3], "What": [0], "this": [2], "?": [4]},
}


@pytest.mark.parametrize(
    "content", [OPENALEX, {"meta": {"count": 1}, "results": [OPENALEX], "group_by": []}, [OPENALEX]]
)
def test_openalex_puts_words_in_order(tmp_path, content):
    paper = read_one(tmp_path, content)
    assert (paper["title"], paper["abstract"]) == ("The big T & U", "What is this is ?")
    assert (paper["paper_id"], paper["authors"], paper["venue"]) == ("10.1000/z", "Ann One", "J")


def test_openalex_without_an_abstract_or_doi_is_kept(tmp_path):
    paper = read_one(tmp_path, {"results": [OPENALEX | {"abstract_inverted_index": None, "doi": None}]})
    assert (paper["paper_id"], paper["abstract"]) == ("https://openalex.org/W1", None)


@pytest.mark.parametrize("index", [{"a": [0], "b": ["x"]}, {"a": 3}, {"a": [None]}])
def test_openalex_with_a_hostile_index_is_a_problem(tmp_path, index):
    papers, problems = read_text(tmp_path, [OPENALEX | {"abstract_inverted_index": index}, OPENALEX])
    assert (len(papers), len(problems)) == (1, 1)


CROSSREF = {
    "DOI": "10.1000/Q",
    "is-referenced-by-count": 0,
    "title": ["A title"],
    "issued": {"date-parts": [[2015, 12]]},
    "author": [{"given": "Ann", "family": "One"}, {"name": "The Group"}],
    "container-title": ["J &amp; K"],
    "abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title>\n   "
    "<jats:p>x<jats:sup>2</jats:sup> &lt; "
    "y<jats:sub>1</jats:sub>, p < 0.05</jats:p></jats:sec><jats:p>Done.</jats:p>",
}


@pytest.mark.parametrize(
    "content",
    [
        {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [CROSSREF]}},
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"items": [CROSSREF]},
        CROSSREF,
    ],
)
def test_crossref_decodes_jats_once(tmp_path, content):
    paper = read_one(tmp_path, content)
    assert paper["abstract"] == "Aim\n\nx^2 < y_1, p < 0.05\n\nDone."
    assert (paper["date"], paper["authors"], paper["venue"]) == ("2015-12", "Ann One; The Group", "J & K")
    assert paper["paper_id"] == "10.1000/q"


NOTE_1 = {
    "id": "n1",
    "forum": "n1",
    "cdate": 1540035843524,
    "replyto": None,
    "content": {"title": "T", "abstract": "A", "authors": ["Ann One"]},
}
NOTE_2 = {
    "id": "n2",
    "forum": "n2",
    "pdate": 1700000000000,
    "cdate": 1690000000000,
    "content": {
        "title": {"value": "T"},
        "abstract": {"value": "A"},
        "authors": {"value": ["Ann One"]},
        "venue": {"value": "V 2023"},
    },
}
REVIEW = {"id": "r1", "forum": "n1", "replyto": "n1", "content": {"title": "Review", "rating": "7"}}


def test_openreview_versions_and_replies(tmp_path):
    papers, problems = read_text(tmp_path, {"notes": [NOTE_1, REVIEW, NOTE_2], "count": 3})
    assert [
        (paper["paper_id"], paper["title"], paper["abstract"], paper["authors"], paper["date"]) for paper in papers
    ] == [("n1", "T", "A", "Ann One", "2018-10-20"), ("n2", "T", "A", "Ann One", "2023-11-14")]
    assert papers[1]["venue"] == "V 2023"
    assert [problem.record for problem in problems] == [1]


def test_openreview_by_venue(tmp_path):
    papers, problems = read_text(
        tmp_path,
        [{"venue": "V", "submissions": [NOTE_1 | {"notes": [REVIEW]}]}, {"venue": "W", "submissions": [NOTE_2]}],
    )
    assert [paper["paper_id"] for paper in papers] == ["n1", "n2"]
    assert not problems


def test_an_envelope_too_large_for_one_piece_is_walked(tmp_path):
    submissions = [
        NOTE_1 | {"id": f"s{k}", "forum": f"s{k}", "notes": [REVIEW | {"text": "z" * 3000}]} for k in range(700)
    ]
    papers, problems = read_text(
        tmp_path, [{"venue": "V", "submissions": submissions}, {"venue": "W", "submissions": [NOTE_2]}]
    )
    assert [paper["paper_id"] for paper in papers] == [*(f"s{k}" for k in range(700)), "n2"]
    assert not problems


def test_csl(tmp_path):
    paper = read_one(
        tmp_path,
        [
            {
                "id": "one2020",
                "type": "article-journal",
                "title": "A <i>T</i>",
                "container-title": "J",
                "DOI": "10.1000/K",
                "abstract": "<p>One.</p><p>Two.</p>",
                "author": [{"family": "One", "given": "Ann"}],
                "issued": {"date-parts": [["2020", 3, 9]]},
            }
        ],
    )
    assert (paper["paper_id"], paper["title"], paper["abstract"]) == ("10.1000/k", "A T", "One.\n\nTwo.")
    assert (paper["date"], paper["authors"], paper["source_format"]) == ("2020-03-09", "Ann One", "csl-json")


def test_papers_with_code(tmp_path):
    paper = read_one(
        tmp_path,
        [
            {
                "paper_url": "https://x/paper/t",
                "arxiv_id": "1901.00001",
                "title": "T",
                "abstract": "A",
                "url_abs": "http://u",
                "authors": ["Ann One"],
                "date": "2019-01-01",
                "proceeding": None,
            }
        ],
    )
    assert (paper["paper_id"], paper["url"], paper["date"]) == ("1901.00001", "http://u", "2019-01-01")


def test_kaggle(tmp_path):
    paper = read_one(
        tmp_path,
        {
            "id": "0704.0001",
            "authors": "A. One",
            "title": "A\n  T",
            "abstract": "  Hard\nbreaks.\n",
            "doi": "10.1000/A 10.1000/B",
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
            "update_date": "2008-01-01",
            "authors_parsed": [["One", "A.", ""], ["Two", "B.", "Jr."]],
        },
    )
    assert (paper["title"], paper["abstract"]) == ("A T", "  Hard\nbreaks.\n")
    assert (paper["date"], paper["authors"], paper["doi"]) == ("2007-04-02", "A. One; B. Two Jr.", "10.1000/a")


def test_conference_lists(tmp_path):
    papers, _ = read_text(
        tmp_path,
        [
            {
                "id": "k",
                "title": "T",
                "abstract": "A",
                "author": "Ann One;Bob Two",
                "site": "https://s",
                "bibtex": "@inproceedings{k,\nyear={2025},\nbooktitle={Conf}}",
            },
            {
                "id": 12,
                "name": "U",
                "abstract": "B",
                "authors": [{"id": 1, "fullname": "Ann One"}],
                "virtualsite_url": "/v/12",
                "eventtype": "Poster",
            },
        ],
    )
    assert [(paper["title"], paper["authors"], paper["date"]) for paper in papers] == [
        ("T", "Ann One; Bob Two", "2025"),
        ("U", "Ann One", None),
    ]
    assert papers[0]["venue"] == "Conf"


def test_records_keyed_by_id(tmp_path):
    papers, problems = read_text(tmp_path, {f"24{k:04d}": {"title": f"T{k}", "abstract": "A"} for k in range(250)})
    assert [paper["paper_id"] for paper in papers] == [f"24{k:04d}" for k in range(250)]
    assert not problems


@pytest.mark.parametrize("content", ["[]", '{"total": 0, "data": []}'])
def test_an_answer_without_results_is_no_error(tmp_path, content):
    assert read_text(tmp_path, content) == ([], [])


@pytest.mark.parametrize(
    ("content", "titles", "broken"),
    [
        ('[{"title":"A"},{"title":"B" "x":1},{"title":"C"}]', ["A", "C"], [1]),
        ('[{"title":"A"},{"title":"B, "x":"z"},\n{"title":"C"},{"title":"D"}]', ["A", "C", "D"], [1]),
        ('[{"title":"A"},{"title":"B","x', ["A"], [1]),
        ('{"data":[{"title":"A"},{"title":"B"}', ["A", "B"], [2]),
        ('[{"title":"A","x":NaN},{"title":"B\nC"}]', ["A", "B\nC"], []),
    ],
)
def test_a_broken_record_in_a_document_does_not_stop_the_rest(tmp_path, content, titles, broken):
    papers, problems = read_text(tmp_path, content)
    assert [paper["title"] for paper in papers] == titles
    assert [problem.record for problem in problems] == broken


def test_the_form_can_be_forced(tmp_path):
    content = lines(PLAIN | {"paperId": "s"}, PLAIN | {"paperId": "t"})
    assert read_text(tmp_path, content)[0][0]["paper_id"] == "s"
    assert read_text(tmp_path, content, format="conference")[0][0]["source_format"] == "conference"


@pytest.mark.parametrize(
    "content",
    [
        {"data": [{"contexts": [], "citingPaper": S2}]},
        {"recommendedPapers": [S2]},
        {"rows": [{"row_idx": 0, "row": {"id": "2405.00001", "title": "T"}}]},
        {"result": {"hits": {"@total": "1", "hit": [{"@id": "1", "info": {"id": "2405.00001", "title": "T"}}]}}},
        {"2024-05-01": [{"id": "2405.00001", "title": "T"}]},
    ],
)
def test_envelopes(tmp_path, content):
    assert read_one(tmp_path, content)["paper_id"] == "2405.00001"


def test_paragraphs_are_one_abstract(tmp_path):
    record = {"paper_id": "1", "abstract": [{"section": "Abstract", "text": "One."}, {"text": "Two."}], "body_text": []}
    assert read_one(tmp_path, record)["abstract"] == "One.\n\nTwo."


def test_zotero_items(tmp_path):
    item = {
        "itemType": "preprint",
        "title": "T",
        "abstractNote": "A",
        "extra": "arXiv:2401.00001 [cs]",
        "date": "2024-01-05",
    }
    item["creators"] = [
        {"creatorType": "author", "firstName": "Ann", "lastName": "One"},
        {"creatorType": "editor", "firstName": "Ed", "lastName": "It"},
    ]
    papers, problems = read_text(
        tmp_path, [{"key": "K", "data": item}, {"key": "L", "data": {"itemType": "attachment", "title": "Full Text"}}]
    )
    assert [(paper["paper_id"], paper["authors"], paper["date"]) for paper in papers] == [
        ("2401.00001", "Ann One", "2024-01-05")
    ]
    assert [problem.record for problem in problems] == [1]

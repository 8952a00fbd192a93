"""Files that are empty, damaged, hostile or huge, and how sources are named."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tracemalloc

import pytest

from metaanalysis.errors import InputError, OptionError
from metaanalysis.reading import read, records
from tests.reading_help import read_text

LINE = json.dumps({"id": "%d", "title": "Title number %d", "abstract": "We gain 5%%."}) + "\n"


def many(count):
    return "".join(LINE % (k, k) for k in range(count))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compression_is_seen_through(tmp_path, pack):
    papers, problems = read_text(tmp_path, pack(many(3).encode()))
    assert [paper["paper_id"] for paper in papers] == ["0", "1", "2"]
    assert not problems


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0)])
def test_an_empty_file(tmp_path, content):
    with pytest.raises(InputError, match="the file is empty"):
        read_text(tmp_path, content)


def test_a_cut_archive_gives_what_it_holds_and_one_problem(tmp_path):
    papers, problems = read_text(tmp_path, gzip.compress(many(9000).encode())[:-2000])
    assert 1000 < len(papers) < 9000
    assert "damaged" in problems[-1].reason


def test_bytes_that_are_not_utf8_are_reported_not_guessed(tmp_path):
    content = (LINE % (1, 1)).encode() + b'{"id": "2", "title": "caf\xe9"}\n' + (LINE % (3, 3)).encode()
    papers, problems = read_text(tmp_path, content)
    assert [paper["paper_id"] for paper in papers] == ["1", "3"]
    assert problems[0].record == 1
    assert "not UTF-8" in problems[0].reason
    assert read_text(tmp_path, content, encoding="cp1252")[0][1]["title"] == "café"
    with pytest.raises(OptionError, match="unknown encoding 'klingon'"):
        read_text(tmp_path, content, encoding="klingon")


def test_half_a_character_is_reported(tmp_path):
    papers, problems = read_text(tmp_path, '{"title": "a \\ud835 b"}\n{"title": "fine"}\n')
    assert [paper["title"] for paper in papers] == ["fine"]
    assert "half a character" in problems[0].reason


def test_a_line_of_five_megabytes(tmp_path):
    papers, problems = read_text(tmp_path, json.dumps({"title": "T", "abstract": "word " * 1_000_000}))
    assert len(papers[0]["abstract"]) == 5_000_000
    assert not problems


def test_a_line_without_end_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("metaanalysis.reading.documents.RECORD_LIMIT", 1000)
    papers, problems = read_text(tmp_path, LINE % (1, 1) + "x" * 10_000 + "\n" + LINE % (2, 2))
    assert [paper["paper_id"] for paper in papers] == ["1", "2"]
    assert "longer than 1,000" in problems[0].reason


@pytest.mark.parametrize("layer", ["jsonl", "json"])
def test_deep_nesting_is_one_problem(tmp_path, layer):
    deep = '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}"
    content = {
        "jsonl": f'{{"title": "A"}}\n{deep}\n{{"title": "B"}}\n',
        "json": f'[{{"title": "A"}}, {deep}, {{"title": "B"}}]',
    }[layer]
    papers, problems = read_text(tmp_path, content)
    assert [paper["title"] for paper in papers] == ["A", "B"]
    assert [problem.reason for problem in problems] == ["nested too deeply"]


def test_a_bomb_of_zeros_is_refused_without_unpacking(tmp_path):
    with gzip.open(tmp_path / "bomb", "wb") as stream:
        for _ in range(50):
            stream.write(bytes(1_000_000))
    with pytest.raises(InputError, match="binary"):
        list(records(tmp_path / "bomb"))


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "ris", "bibtex", "atom"])
def test_memory_does_not_grow_with_the_file(tmp_path, form):
    body = {
        "jsonl": lambda k: LINE % (k, k),
        "json": lambda k: ("," if k else "[") + LINE % (k, k),
        "csv": lambda k: ("" if k else "title,abstract\n") + f"T{k},{'We gain 5%. ' * 9}\n",
        "ris": lambda k: f"TY  - JOUR\nTI  - T{k}\nAB  - {'We gain 5%. ' * 9}\nER  - \n",
        "bibtex": lambda k: f"@article{{k{k}, title={{T{k}}}, abstract={{{'We gain 5. ' * 9}}}}}\n",
        "atom": lambda k: (
            ("" if k else '<feed xmlns="http://www.w3.org/2005/Atom">') + f"<entry><title>T{k}</title></entry>"
        ),
    }[form]
    end = {"json": "]", "atom": "</feed>"}.get(form, "")

    def peak(count):
        (tmp_path / "input").write_text("".join(map(body, range(count))) + end)
        tracemalloc.start()
        found = sum(1 for _ in records(tmp_path / "input"))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == count
        return used

    peak(10)  # what is loaded and cached once
    few = 1500 if form in ("bibtex", "atom") else 5000
    assert peak(3 * few) < peak(few) + 300_000


def test_standard_input(tmp_path, monkeypatch):
    for pack in (bytes, gzip.compress):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Pipe(pack(many(2000).encode()))))
        papers = list(records("-"))
        assert len(papers) == 2000
        assert papers[0]["source_file"] == "-"


class Pipe(io.BytesIO):
    """Bytes that cannot be rewound."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation


def test_folders_patterns_and_lists(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.json").write_text(many(1))
    (tmp_path / "sub" / "a.txt").write_text(LINE % (7, 7))
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / ".hidden").write_text(many(5))
    problems = []
    papers = list(records(tmp_path, problems=problems))
    assert [paper["paper_id"] for paper in papers] == ["0", "7"]
    assert sorted((problem.file.rpartition("/")[2], problem.record) for problem in problems) == [
        ("empty.csv", None),
        ("noise.bin", None),
    ]
    assert len(list(records([str(tmp_path / "*.json"), tmp_path / "sub" / "a.txt"]))) == 2
    with pytest.raises(InputError, match="binary"):
        list(records([tmp_path / "b.json", tmp_path / "noise.bin"]))


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.txt", "no such file"), ("*.none", "no file matches"), ("empty", "holds no file")]
)
def test_names_that_lead_nowhere(tmp_path, name, reason):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=reason):
        records(tmp_path / name)


def test_unknown_options_are_refused_at_once(tmp_path):
    with pytest.raises(OptionError, match="unknown input format 'word'"):
        records(tmp_path, format="word")
    with pytest.raises(OptionError, match="'drop'"):
        read(tmp_path, duplicates="drop")


def test_a_file_without_one_readable_record_is_an_error(tmp_path):
    with pytest.raises(InputError, match="not one record of 2"):
        read_text(tmp_path, '{"a": 1}\n{"b": 2}\n')


BLANKS = " " * 200_000
NEWLINES = "\n" * 200_000
BIBTEX = "@article{k, title={T}, author={A%sB and C}, abstract={x}%s\n y={z%sw}}"


@pytest.mark.parametrize(
    "content",
    [
        BIBTEX % (BLANKS, BLANKS, BLANKS),
        BIBTEX % (NEWLINES, NEWLINES, NEWLINES),
        f"Daily Papers\n\nA Title\n\n{BLANKS}x{NEWLINES}\n  • 3 authors{BLANKS}\n·\nMay 4, 2025\n",
        f"# A title\nhttps://arxiv.org/abs/2401.00001\n> q\n# A{BLANKS}b\n**x{BLANKS}\n" + "[" * 100_000 + "\n",
        json.dumps(
            {
                "DOI": "10.1/x",
                "member": "1",
                "title": ["T"],
                "abstract": f"<p>a{BLANKS}b{NEWLINES}c</p>" + "<title" * 50_000,
            }
        ),
        json.dumps(
            {"title": "T", "authors": f"A{BLANKS}B and C", "date": BLANKS, "doi": BLANKS, "venue": f"arxiv:{BLANKS}"}
        ),
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T{BLANKS}t</title><summary>{NEWLINES}x</summary></entry></feed>",
        f"<PubmedArticle><PMID>1</PMID><Article><Abstract><AbstractText>a{BLANKS}b{NEWLINES}c</AbstractText></Abstract></Article></PubmedArticle>",
        f"TY  - JOUR\nTI  - T{BLANKS}t\nAB  - {BLANKS}x{NEWLINES}\nER  - \n",
        f"title,abstract\nT,{BLANKS}x\n{NEWLINES}U,y\n",
        "title,abstract\n" + '"x\n' * 50_001,
    ],
    ids=[
        "bibtex-blanks",
        "bibtex-lines",
        "listing",
        "markdown",
        "crossref",
        "plain",
        "atom",
        "pubmed",
        "ris",
        "csv",
        "quotes",
    ],
)
def test_runs_of_blanks_take_no_time(tmp_path, content):
    papers, _ = read_text(tmp_path, content)  # quadratic patterns would need minutes here
    assert papers


def test_a_binary_file_is_refused_whatever_it_is_called(tmp_path):
    with pytest.raises(InputError, match="a binary file, not text"):
        read_text(tmp_path, bytes(range(256)) * 9, format="text")

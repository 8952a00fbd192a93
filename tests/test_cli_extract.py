"""``metaanalysis extract`` as it is typed: streams, exit codes, and one clear sentence for whatever is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pty
import signal
import subprocess
import sys

import pandas as pd
import pytest

from metaanalysis.cli import main
from metaanalysis.reading.claims import read_claims
from metaanalysis.tables import CLAIMS, column_names
from tests.conftest import ROOT
from tests.scale_samples import paper, write_papers

COMMAND = [sys.executable, "-m", "metaanalysis", "extract"]


@pytest.fixture
def papers(tmp_path):
    return write_papers(tmp_path / "papers.jsonl", range(30))


def run(*arguments, **options):
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, cwd=ROOT, check=False, **options)


def test_data_on_standard_output_and_the_rest_on_standard_error(papers):
    done = run(papers)
    assert done.returncode == 0
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows[0] == column_names(CLAIMS)
    assert len(rows) > 60
    assert done.stderr.decode() == f"30 papers, {len(rows) - 1} claims\n"


def test_standard_input_and_json_lines(papers):
    for arguments in (("-", "-f", "jsonl"), ("-f", "jsonl")):
        done = run(*arguments, input=gzip.compress(papers.read_bytes()))
        assert done.returncode == 0
        claims = [json.loads(line) for line in done.stdout.decode().rstrip("\n").split("\n")]
        assert all(list(claim) == column_names(CLAIMS) for claim in claims)
        assert {claim["paper_id"] for claim in claims} == {paper(number)["id"] for number in range(30)}
        text = {paper(number)["id"]: paper(number)["abstract"] for number in range(30)}
        assert all(text[claim["paper_id"]][claim["start"]:claim["end"]] == claim["text"] for claim in claims)


def test_ids_and_numbers_are_not_guessed(tmp_path):
    source = write_papers(tmp_path / "x.jsonl", [1], id="2401.00010", abstract="We reach 58% accuracy on MMLU.")
    rows = list(csv.DictReader(io.StringIO(run(source).stdout.decode())))
    assert {row["paper_id"] for row in rows} == {"2401.00010"}
    assert "58" in {row["value"] for row in rows}


def test_quiet_says_nothing(papers, tmp_path):
    done = run(papers, "-q", "-o", tmp_path / "x.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_suffix_gives_the_format(papers, tmp_path, capsys):
    for name in ("x.csv", "x.tsv", "x.json", "x.jsonl", "x.parquet", "x.md", "x.tex", "x.html", "x.txt"):
        assert main(["extract", str(papers), "-o", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out == ""
    sizes = {len(pd.read_csv(tmp_path / "x.csv")), len(pd.read_csv(tmp_path / "x.tsv", sep="\t")),
             len(pd.read_json(tmp_path / "x.json")), len(pd.read_json(tmp_path / "x.jsonl", lines=True)),
             len(pd.read_parquet(tmp_path / "x.parquet")), len((tmp_path / "x.md").read_text().splitlines()) - 2,
             (tmp_path / "x.tex").read_text().count("\\\\\n") - 1, (tmp_path / "x.html").read_text().count("<tr>") - 1,
             len((tmp_path / "x.txt").read_text().splitlines()) - 2}
    assert len(sizes) == 1


def test_columns_and_header(papers, capsysbinary):
    assert main(["extract", str(papers), "--columns", "text, paper_id", "--no-header"]) == 0
    first = capsysbinary.readouterr().out.splitlines()[0]
    assert first == b"20.5%,2401.00000"


def terminal(*arguments):
    child, descriptor = pty.fork()
    if child == 0:
        os.environ["COLUMNS"] = "100"
        os.execv(sys.executable, [*COMMAND, *map(str, arguments)])  # noqa: S606 (the command itself)
    text = b""
    while True:
        try:
            block = os.read(descriptor, 65536)
        except OSError:
            break
        if not block:
            break
        text += block
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text.decode()


def test_terminal_shows_a_table_that_fits(papers):
    code, text = terminal(papers)
    assert code == 0
    lines = text.replace("\r\n", "\n").split("\n")
    header = next(number for number, line in enumerate(lines) if line.lstrip("\r ").startswith("paper_id"))
    assert lines[header + 1].startswith("─────")
    assert all(len(line) <= 100 for line in lines[header + 1:])


def test_terminal_refuses_parquet(papers):
    code, text = terminal(papers, "-f", "parquet")
    assert code == 2
    assert "terminal" in text


def test_head_of_a_pipe_is_quiet(tmp_path):
    source = write_papers(tmp_path / "x.jsonl", range(3000))
    for jobs in ("1", "2"):
        line = f"{sys.executable} -m metaanalysis extract -q {source} -j {jobs} | head -n 1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=ROOT, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"claim_id,")


def test_full_disk_is_one_sentence(papers):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run([*COMMAND, papers], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "no space is left" in done.stderr.decode()


INTERRUPTED = ("import sys\nimport metaanalysis.scale.chunks as chunks\nfrom metaanalysis.cli import main\n"
               "from tests.scale_samples import rows_until_interrupted\n"
               "claims_of = chunks.claims_of\n"
               "chunks.claims_of = lambda papers, lexicon, rows: claims_of(papers, lexicon, rows_until_interrupted)\n"
               "raise SystemExit(main(sys.argv[1:]))")


def test_interrupt_leaves_with_130_and_says_how_to_go_on(tmp_path):
    source, out = write_papers(tmp_path / "x.jsonl", range(90)), tmp_path / "x.csv"
    arguments = ["extract", source, "-o", out, "--chunk-size", "16"]
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, *arguments], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 130
    assert b"--resume" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not out.exists()
    assert main([*map(str, arguments), "--resume"]) == 0
    assert main(["extract", str(source), "-o", str(tmp_path / "whole.csv")]) == 0
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.fixture
def _interruptible():
    """Take an interrupt as usual: what a shell starts in the background ignores it, and hands that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_a_signal_ends_all_processes(tmp_path):
    source = write_papers(tmp_path / "x.jsonl", range(3000))
    process = subprocess.Popen([*COMMAND, source, "-j", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
                               start_new_session=True)
    assert process.stdout.readline()  # it is at work, and cannot end before its output is read
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()  # returns when the last process that holds the pipes is gone
    assert process.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["{papers}", "-o", "x.dat"], 2, "names no table format"),
    (["{papers}", "-o", "{folder}"], 2, "it is a folder"),
    (["{papers}", "-o", "{folder}/missing/x.csv"], 2, "no such folder"),
    (["{papers}", "-o", "{papers}/x.csv"], 2, "not a folder"),
    (["{papers}", "-o", "{folder}/../{folder.name}/papers.jsonl"], 2, "the output is one of the inputs"),
    (["{papers}", "-f", "xml"], 2, "unknown format 'xml'; choose one of csv, tsv"),
    (["{papers}", "--columns", "foo"], 2, "no column 'foo'; choose among claim_id"),
    (["{papers}", "--columns", ","], 2, "no columns named"),
    (["{papers}", "--jobs", "-1"], 2, "-1 jobs"),
    (["{papers}", "--chunk-size", "0"], 2, "chunks of 0"),
    (["{papers}", "--engine", "ray"], 2, "unknown engine 'ray'"),
    (["{papers}", "--refresh"], 2, "--append"),
    (["{papers}", "--append", "{folder}/store", "-f", "csv"], 2, "--format does not go with --append"),
    (["{papers}", "--append", "{folder}"], 2, "something else than a store"),
    (["{papers}", "--lexicon", "nowhere"], 2, "no such lexicon folder"),
    (["{papers}", "--resume"], 2, "name a file with -o"),
    (["{folder}/missing.txt"], 3, "no such file"),
    (["{folder}/empty.txt"], 3, "empty"),
    (["{folder}/binary"], 3, "no known format"),
    (["{papers}", "{folder}/missing.txt", "-o", "{folder}/x.csv"], 3, "no such file")])
def test_what_is_wrong_is_one_sentence(papers, tmp_path, capfd, arguments, code, words):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 20)
    before = sorted(tmp_path.iterdir())
    assert main(["extract", *(part.format(papers=papers, folder=tmp_path) for part in arguments)]) == code
    out, errors = capfd.readouterr()
    assert out == ""
    assert words in errors
    assert errors.count("\n") == 1
    assert errors.startswith("metaanalysis extract: ")
    assert sorted(tmp_path.iterdir()) == before


def test_usage_errors_are_one_sentence(papers, capsys):
    with pytest.raises(SystemExit) as left:
        main(["extract", str(papers), "--jobs", "many"])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_broken_records_are_reported_and_fatal_on_request(papers, capsys):
    with papers.open("a") as out:
        out.write('{"id": \n')
    assert main(["extract", str(papers)]) == 0
    plain = capsys.readouterr()
    assert f"problem: {papers}, record 30: " in plain.err
    assert "1 problem\n" in plain.err
    assert main(["extract", str(papers), "--strict"]) == 1
    assert capsys.readouterr().out == plain.out


def test_many_problems_are_counted(tmp_path, capsys):
    source = write_papers(tmp_path / "x.jsonl", range(2))
    with source.open("a") as out:
        out.write('{"id": "x"}\n' * 30)
    assert main(["extract", str(source)]) == 0
    errors = capsys.readouterr().err
    assert errors.count("problem: ") == 20
    assert "and 10 more problems" in errors


def test_store_says_what_it_knew(papers, tmp_path, capsys):
    for _ in range(2):
        assert main(["extract", str(papers), "--append", str(tmp_path / "store")]) == 0
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("30 papers, ")
    assert second == "0 papers, 0 claims, 30 already in the store"


@pytest.mark.shared
def test_real_corpus_gives_the_same_bytes_from_two_processes(shared, tmp_path):
    with gzip.open(shared / "corpus" / "abstracts-20k.jsonl.gz", "rb") as lines:
        head = b"".join(next(lines) for _ in range(600))
    (tmp_path / "a.jsonl").write_bytes(head)
    for name, options in (("one", ()), ("two", ("--jobs", "2", "--chunk-size", "50"))):
        assert main(["extract", str(tmp_path / "a.jsonl"), "-q", "-o", str(tmp_path / f"{name}.jsonl"), *options]) == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    claims = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()]
    assert len(claims) > 600
    assert len({claim["claim_id"] for claim in claims}) == len(claims)


@pytest.mark.shared
def test_listing_pages_hold_each_paper_once(shared, tmp_path, capsys):
    pages = sorted(map(str, (shared / "listing").glob("*.txt")))
    outputs = []
    for order in (pages, pages[::-1]):
        assert main(["extract", *order, "-o", str(tmp_path / "x.csv")]) == 0
        assert capsys.readouterr().err.startswith("65 papers, ")
        outputs.append((tmp_path / "x.csv").read_bytes())
    assert outputs[0] == outputs[1]


def test_odd_line_breaks_in_a_sentence_survive(tmp_path):
    source = write_papers(tmp_path / "x.jsonl", [1], abstract="We reach 55.5% accuracy\u2028on\x85MMLU\x0cand\rmore.")
    for suffix in ("jsonl", "json", "csv", "tsv", "parquet"):
        out = tmp_path / f"claims.{suffix}"
        assert main(["extract", str(source), "-q", "-o", str(out)]) == 0
        back = read_claims(out)
        assert len(back) == 1
        assert back["sentence"].iloc[0].startswith("We reach 55.5% accuracy\u2028")

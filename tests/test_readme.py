"""What README says: its commands and its Python run as printed, its links and targets exist."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "figures" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = PAGES[0].read_text(encoding="utf-8")
SAMPLE = ROOT / "data" / "sample_listing.txt"
WORK = {"id": "https://openalex.org/W1", "title": "Folding Shirts", "publication_date": "2025-02-01",
        "abstract": "FoldNet reaches 91.5% accuracy on ShirtBench, 3 points above PairUp."}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def lines(start):
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith(start)]


def run(command, folder):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                   "MPLBACKEND": "Agg"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_commands_run_as_printed(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "listing.txt")
    (tmp_path / "week.txt").write_text(SAMPLE.read_text(encoding="utf-8")[:6000], encoding="utf-8")
    with gzip.open(tmp_path / "works.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(WORK) + "\n")
    commands = lines("metaanalysis ")
    assert len(commands) >= 8
    for command in commands:
        done = run(["bash", "-o", "pipefail", "-c", command], tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        assert "Traceback" not in done.stderr
    page = (tmp_path / "week" / "report.html").read_text(encoding="utf-8")
    assert "This week" in page
    assert "Folding Shirts" in page


def test_python_runs_as_printed(tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(SAMPLE, tmp_path / "data")
    (block,) = blocks("python")
    done = run([sys.executable, "-c", block], tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "report.html").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link.partition("#")[0]).exists()] == []


def test_targets_exist():
    targets = {line.split()[1] for line in lines("make ")}
    assert {"demo", "test"} <= targets
    rules = set(re.findall(r"^([\w ]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert targets <= rules

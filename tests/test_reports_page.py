"""The page itself: one file, everything escaped, every number a link to its evidence."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.reports import Limits, report
from tests.reports import tables


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.sources, self.open, self.faults = [], [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.sources += [values["src"]] if "src" in values else []
        if any(name.startswith("on") for name in values):
            self.faults.append((tag, values))
        if tag not in {"meta", "img", "input", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    papers, claims = tables()
    return report(claims, tmp_path_factory.mktemp("report"), papers=papers, title='Socks & "pairs" <1>')


@pytest.fixture(scope="module")
def text(made):
    return made.page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_tags_are_balanced_and_ids_unique(page):
    assert page.faults == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_source_text_is_escaped(page, text):
    assert page.tags.count("script") == 1
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert" in text
    assert "Socks &amp; &#34;pairs&#34; &lt;1&gt;" in text
    assert not [link for link in page.links if not link.startswith(("#", "https://"))]


def test_nothing_is_loaded_from_elsewhere(page, text):
    assert all(source.startswith("data:") for source in page.sources)
    assert "link" not in page.tags
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_every_number_leads_to_its_evidence(page):
    _, claims = tables()
    targets = {f"c-{name}" for name in claims["claim_id"]}
    assert targets <= set(page.ids)
    assert {f"#{name}" for name in targets} <= set(page.links)
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)


def test_the_rule_and_roles_are_shown(text):
    assert "rule test.rule" in text
    for role in ("value", "metric", "benchmark", "subject", "comparator"):
        assert re.search(rf'<mark class="{role}" title="{role}">', text)


def test_files_beside_the_page(made):
    assert {path.name for path in made.files} >= {"report.html", "report.md", "claims.csv", "papers.csv", "run.json"}
    assert all(path.is_file() for path in made.files)
    run = json.loads((made.folder / "run.json").read_text())
    assert run["n_claims"] == 4
    figures = [path.stem for path in made.files if path.suffix == ".svg"]
    assert figures
    for name in figures:
        assert {f"{name}.svg", f"{name}.png", f"{name}.csv", f"{name}.json"} <= {path.name for path in made.files}


def test_the_same_input_gives_the_same_bytes(made, tmp_path):
    papers, claims = tables()
    again = report(claims, tmp_path, papers=papers, title='Socks & "pairs" <1>')
    for path in made.files:
        assert (again.folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_long_table_is_cut_and_says_so(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path, papers=papers, limits=Limits(claims=2))
    page = Page(made.page.read_text(encoding="utf-8"))
    assert page.faults == []
    assert "The first 2 of 4 claims are listed here" in made.page.read_text(encoding="utf-8")
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8").count("\n") == 5


def test_markdown_escapes_what_would_be_markup(made):
    text = (made.folder / "report.md").read_text(encoding="utf-8")
    assert "\\<i\\>Hostile" in text
    assert "<script>" not in text


def test_a_template_of_ones_own(tmp_path):
    papers, claims = tables()
    template = tmp_path / "mine.html"
    template.write_text("<h1>{{ title }}</h1>{{ rows | length }}", encoding="utf-8")
    made = report(claims, tmp_path / "out", papers=papers, template=template, title="<T>")
    assert made.page.read_text(encoding="utf-8") == "<h1>&lt;T&gt;</h1>4"


def test_a_faulty_template_keeps_the_page_that_was_there(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path / "out", papers=papers)
    before = made.page.read_bytes()
    template = tmp_path / "mine.html"
    template.write_text("{{ nothing_of_this_name }}", encoding="utf-8")
    with pytest.raises(OptionError, match="nothing_of_this_name"):
        report(claims, tmp_path / "out", papers=papers, template=template)
    assert made.page.read_bytes() == before


def test_neither_papers_nor_claims(tmp_path):
    papers, _ = tables()
    with pytest.raises(DataError, match="neither"):
        report(papers[["title"]], tmp_path)


def test_a_folder_that_is_a_file(tmp_path):
    papers, claims = tables()
    target = tmp_path / "taken"
    target.write_text("x")
    with pytest.raises(OptionError, match="taken"):
        report(claims, target, papers=papers)

"""The real files: every record becomes a paper or a problem, and spot values are right."""

from __future__ import annotations

import json
import re

import pytest

from metaanalysis.reading import read, records
from metaanalysis.reading.identifiers import title_key

pytestmark = pytest.mark.shared

# file -> format, papers, papers with an abstract, problems
COUNTS = {
    "acl_anthology_2022.acl.xml": ("acl-xml", 774, 774, 0),
    "arxiv_atom_q_testing_s0_m10_bc5a6c384fe9.xml": ("arxiv-atom", 10, 10, 0),
    "arxiv_daily_dw_2025-10-01.jsonl": ("jsonl", 462, 462, 0),
    "arxiv_digest_page.md": ("markdown", 1, 1, 0),
    "arxiv_json_count_papers_2025-12-16.json": ("json", 112, 112, 0),
    "arxiv_kaggle_snapshot_200.jsonl": ("kaggle-arxiv", 200, 200, 0),
    "arxiv_listing_pydict_2026-06-02_AI.jsonl": ("jsonl", 577, 577, 0),
    "arxiv_oai_arXiv_prefix.xml": ("oai-pmh", 2, 2, 0),
    "arxiv_oai_dc_multi.xml": ("oai-pmh", 3, 3, 0),
    "bibtex_pmlr_v222_acml23.bib": ("bibtex", 114, 114, 1),  # the volume itself is no paper
    "bibtex_pmlr_v286_uai2025.bib": ("bibtex", 229, 229, 1),
    "crossref_works_jats_abstract.json": ("crossref", 10, 9, 0),  # one says only "Abstract"
    "hf_daily_papers_api_2024-05-27.json": ("huggingface", 13, 13, 0),
    "hf_daily_papers_api_2026-05-12.json": ("huggingface", 50, 50, 0),
    "medline_balloongui_set.nbib": ("medline", 75, 70, 0),
    "miniconf_sigdial_inlg2023_papers.csv": ("csv", 117, 100, 0),
    "openalex_export.csv": ("openalex", 8, 5, 0),
    "openalex_work_W2741809807.json": ("openalex", 1, 1, 0),
    "openalex_works_list_noabstract.json": ("openalex", 3, 0, 0),
    "openreview_api_v1_notes.json": ("openreview", 2, 2, 0),
    "papercopilot_corl2025.json": ("conference", 263, 263, 0),
    "pubmed_efetch_32051057.xml": ("pubmed-xml", 1, 1, 0),
    "pubmed_efetch_set.xml": ("pubmed-xml", 10, 7, 0),
    "ris_endnote_pubmed.txt": ("ris", 6, 6, 0),
    "ris_scopus.ris": ("ris", 6, 6, 0),
    "ris_wos_bom.ris": ("ris", 219, 218, 0),
    "s2_graph_api_batch.json": ("semantic-scholar", 3, 3, 0),
    "s2_graph_api_search.json": ("semantic-scholar", 100, 72, 0),
    "s2orc_metadata_sample.jsonl": ("jsonl", 1000, 488, 0),
    "scopus_export.csv": ("csv", 8, 8, 0),
    "wos_plaintext.txt": ("wos", 8, 7, 0),
}
NO_DATE = {
    "arxiv_daily_dw_2025-10-01.jsonl",
    "arxiv_listing_pydict_2026-06-02_AI.jsonl",
    "arxiv_digest_page.md",
    "miniconf_sigdial_inlg2023_papers.csv",
}
# file -> position, id, date, beginning of the title
SPOTS = {
    "acl_anthology_2022.acl.xml": (0, "2022.acl-long.1", "2022-05", "AdapLeR: Speeding up"),
    "arxiv_atom_q_testing_s0_m10_bc5a6c384fe9.xml": (9, "1812.11470", "2018-12-30", "A Systematic Literature Review"),
    "arxiv_kaggle_snapshot_200.jsonl": (
        0,
        "0704.0001",
        "2007-04-02",
        "Calculation of prompt diphoton production cross sections at Tevatron and LHC",
    ),
    "arxiv_listing_pydict_2026-06-02_AI.jsonl": (0, "2606.02568", None, "ClinEnv: An Interactive"),
    "arxiv_oai_arXiv_prefix.xml": (0, "2504.11237", "2025-04-15", "Periodic table for highly"),
    "arxiv_oai_dc_multi.xml": (1, "1305.6404", "2013-05-28", "Note on $s_0$ nonmeasurable"),
    "bibtex_pmlr_v222_acml23.bib": (1, "ahmadi23", "2023", "Mitigating Bias: Enhancing Image"),
    "crossref_works_jats_abstract.json": (9, "10.1017/s0376892913000179", "2013-05-09", "Military ecology more"),
    "hf_daily_papers_api_2026-05-12.json": (0, "2605.09063", "2026-05-09", "Soohak: A Mathematician-Curated"),
    "medline_balloongui_set.nbib": (
        0,
        "30776994",
        "2019-03",
        "Impact of Balloon Guide Catheter Use on Clinical and Angiographic Outcomes in",
    ),
    "openalex_work_W2741809807.json": (0, "10.7717/peerj.4375", "2018-02-13", "The state of OA"),
    "openreview_api_v1_notes.json": (0, "HkghWScuoQ", "2018-10-20", "Targeted Dropout"),
    "papercopilot_corl2025.json": (0, "06YyNxzwae", "2025", "Fail2Progress: Learning"),
    "pubmed_efetch_set.xml": (0, "31690499", "2019-11-02", "A new decompression device"),
    "ris_endnote_pubmed.txt": (1, "10.5650/jos.ess17184", "2018-03-01", "Yuzu (Citrus junos"),
    "ris_wos_bom.ris": (0, "10.1186/s13750-019-0155-5", "2019-06-13", "Effect of anthropogenic light"),
    "s2_graph_api_search.json": (0, "2201.11990", "2022-01-28", "Using DeepSpeed and Megatron"),
    "s2orc_metadata_sample.jsonl": (0, "77490025", "1975", "State of external ocular"),
    "scopus_export.csv": (0, "10.1177/20552076261415846", "2026", "Quantitative analysis of studies"),
    "wos_plaintext.txt": (0, "10.1080/00396265.2026.2635057", "2026-02-25", "Mapping the application"),
}


def test_no_real_file_is_forgotten(shared):
    assert {path.name for path in (shared / "formats").iterdir()} - {"INDEX.md"} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_every_record_is_a_paper_or_a_problem(shared, name, tmp_path):
    path = tmp_path / "no_suffix"
    path.symlink_to(shared / "formats" / name)
    problems = []
    papers = list(records(path, problems=problems))
    form, count, with_abstract, broken = COUNTS[name]
    assert {paper["source_format"] for paper in papers} == {form}
    assert (len(papers), sum(paper["abstract"] is not None for paper in papers), len(problems)) == (
        count,
        with_abstract,
        broken,
    )
    assert sorted([paper["source_index"] for paper in papers] + [problem.record for problem in problems]) == list(
        range(count + broken)
    )
    assert all(paper["paper_id"] and paper["title"] for paper in papers)
    if name not in NO_DATE:
        assert sum(paper["date"] is None for paper in papers) <= 0.02 * count
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", paper["date"]) for paper in papers if paper["date"])


@pytest.mark.parametrize("name", SPOTS)
def test_spot_values(shared, name):
    place, identifier, date, title = SPOTS[name]
    paper = list(records(shared / "formats" / name))[place]
    assert (paper["paper_id"], paper["date"]) == (identifier, date)
    assert paper["title"].startswith(title)


@pytest.mark.parametrize("name", [name for name in COUNTS if name.endswith(".xml") or "crossref" in name])
def test_no_markup_of_the_container_is_left(shared, name):
    texts = [paper[field] or "" for paper in records(shared / "formats" / name) for field in ("title", "abstract")]
    assert not [text for text in texts if re.search(r"</?[a-z]+(:[a-z-]+)?>|&(amp|lt|gt|#\d+);", text)]


def test_plain_sources_are_kept_as_they_stand(shared):
    for name, field in (
        ("arxiv_daily_dw_2025-10-01.jsonl", "summary"),
        ("arxiv_kaggle_snapshot_200.jsonl", "abstract"),
    ):
        path = shared / "formats" / name
        originals = [json.loads(line)[field] for line in path.open(encoding="utf-8")]
        assert [paper["abstract"] for paper in records(path)] == originals


def test_the_generated_summary_is_never_read(shared):
    path = shared / "formats" / "hf_daily_papers_api_2026-05-12.json"
    originals = [item["paper"]["summary"] for item in json.loads(path.read_text(encoding="utf-8"))]
    assert [paper["abstract"] for paper in records(path)] == originals


def test_the_listing_pages_hold_65_papers(shared):
    papers = read(shared / "listing")
    seeds = {
        title_key(seed["title"]): seed
        for seed in map(json.loads, (shared / "gold" / "seeds.jsonl").open(encoding="utf-8"))
    }
    assert len(papers) == 65
    assert not papers.attrs["problems"]
    assert {title_key(title) for title in papers["title"]} == set(seeds)
    for paper in papers.itertuples():
        assert paper.abstract == seeds[title_key(paper.title)]["abstract"]
        assert paper.source_file.endswith(".txt")
    lines = papers.attrs["duplicates"]
    assert len(lines) == 16
    assert {line["kind"] for line in lines} == {"duplicate"}
    assert papers["date"].isna().sum() == 1  # the record without a footer


@pytest.mark.parametrize(
    "name", ["gold/seeds.jsonl", "gold/dev.jsonl", "external/tdms_dev.jsonl", "external/measeval_dev.jsonl"]
)
def test_labelled_abstracts_keep_id_and_text(shared, name):
    originals = [json.loads(line) for line in (shared / name).open(encoding="utf-8")]
    papers = list(records(shared / name))
    assert [(paper["paper_id"], paper["abstract"]) for paper in papers] == [
        (record.get("paper_id", record.get("doc_id")), record.get("abstract", record.get("text")))
        for record in originals
    ]

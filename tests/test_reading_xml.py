"""XML: arXiv's feeds, PubMed, the ACL Anthology, and files made to do harm."""

from __future__ import annotations

import pytest

from metaanalysis.errors import InputError
from tests.reading_help import read_one, read_text

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>q</title>%s</feed>"""
ENTRY = """<entry><id>http://arxiv.org/abs/2401.0000%dv2</id><title>A title
  in two lines</title><summary>  We gain 5\\%% &amp; more,
p &lt; 0.05.
</summary><author><name>Ann One</name><arxiv:affiliation>X</arxiv:affiliation></author><author><name>Bob Two</name>
</author>
<published>2024-01-05T10:00:00Z</published><updated>2024-02-05T10:00:00Z</updated><arxiv:doi>10.1000/A</arxiv:doi>
<link href="http://arxiv.org/pdf/2401.00001v2" rel="related"/>
<link href="http://arxiv.org/abs/2401.00001v2" rel="alternate"/></entry>"""


def test_atom(tmp_path):
    paper = read_one(tmp_path, ATOM % (ENTRY % 1))
    assert (paper["paper_id"], paper["arxiv_id"], paper["doi"]) == ("2401.00001", "2401.00001", "10.1000/a")
    assert paper["title"] == "A title in two lines"
    assert paper["abstract"] == "We gain 5\\% & more,\np < 0.05."
    assert (paper["authors"], paper["n_authors"], paper["date"]) == ("Ann One; Bob Two", 2, "2024-01-05")
    assert paper["url"] == "http://arxiv.org/abs/2401.00001v2"


def test_old_arxiv_ids(tmp_path):
    paper = read_one(tmp_path, ATOM % (ENTRY % 1).replace("2401.00001v2</id>", "hep-th/9901001v1</id>"))
    assert paper["arxiv_id"] == "hep-th/9901001"


OAI = """<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<ListRecords>%s<resumptionToken>t</resumptionToken></ListRecords></OAI-PMH>"""
HEADER = """<record><header%s><identifier>oai:arXiv.org:2401.00001</identifier><datestamp>2024-03-01</datestamp>
</header>%s</record>"""


def test_oai_arxiv(tmp_path):
    inner = """<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id><created>2024-01-05</created>
<authors><author>
    <keyname>One</keyname><forenames>Ann B.</forenames><suffix>Jr.</suffix></author></authors><title>A
    T</title><abstract>  Hard
breaks.</abstract><journal-ref>J 1</journal-ref></arXiv></metadata>"""
    papers, problems = read_text(tmp_path, OAI % (HEADER % ("", inner) + HEADER % (' status="deleted"', "")))
    assert len(papers) == 1
    assert (papers[0]["title"], papers[0]["abstract"], papers[0]["authors"]) == (
        "A T",
        "Hard\nbreaks.",
        "Ann B. One Jr.",
    )
    assert (papers[0]["date"], papers[0]["venue"]) == ("2024-01-05", "J 1")
    assert [problem.record for problem in problems] == [1]
    assert "deleted" in problems[0].reason


def test_oai_raw_and_dublin_core(tmp_path):
    raw = """<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id><version version="v1">
    <date>Fri, 5 Jan 2024 10:00:00 GMT</date></version><title>T</title><authors>Ann One, Bob Two</authors>
<abstract>A</abstract></arXivRaw></metadata>"""
    core = """<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title>T</dc:title><dc:creator>One, Ann</dc:creator><dc:description>A</dc:description>
<dc:description>Comment: 5 pages</dc:description>
    <dc:date>2024-02-09</dc:date><dc:date>2024-01-05</dc:date>
<dc:identifier>http://arxiv.org/abs/2401.00002</dc:identifier>
    <dc:identifier>doi:10.1000/A</dc:identifier></oai_dc:dc></metadata>"""
    papers, problems = read_text(tmp_path, OAI % (HEADER % ("", raw) + HEADER % ("", core)))
    assert not problems
    assert [(paper["paper_id"], paper["date"], paper["abstract"], paper["n_authors"]) for paper in papers] == [
        ("2401.00001", "2024-01-05", "A", 2),
        ("2401.00002", "2024-01-05", "A", 1),
    ]
    assert papers[1]["doi"] == "10.1000/a"


PUBMED = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">123</PMID><Article><Journal><JournalIssue>
<PubDate>%s</PubDate></JournalIssue>
<Title>J</Title></Journal><ArticleTitle>On <i>E. coli</i>
 growth.</ArticleTitle><Abstract>
<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To grow H<sub>2</sub>O.</AbstractText>
<AbstractText Label="RESULTS">It
  grew.</AbstractText><AbstractText>Last.</AbstractText><CopyrightInformation>No.</CopyrightInformation></Abstract>
<AuthorList><Author><LastName>One</LastName><ForeName>Ann</ForeName></Author><Author>
<CollectiveName>The Group</CollectiveName></Author></AuthorList>%s
</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">123</ArticleId>
<ArticleId IdType="doi">10.1000/A</ArticleId>
</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/WRONG</ArticleId>
</ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle></PubmedArticleSet>"""


@pytest.mark.parametrize(
    ("printed", "electronic", "date"),
    [
        ("<Year>2024</Year><Month>Mar</Month><Day>7</Day>", "", "2024-03-07"),
        ("<MedlineDate>2014 Jan-Apr</MedlineDate>", "", "2014"),
        (
            "<Year>2024</Year>",
            "<ArticleDate><Year>2023</Year><Month>12</Month><Day>01</Day></ArticleDate>",
            "2023-12-01",
        ),
    ],
)
def test_pubmed(tmp_path, printed, electronic, date):
    paper = read_one(tmp_path, PUBMED % (printed, electronic))
    assert paper["abstract"] == "AIM: To grow H2O.\nRESULTS: It grew.\nLast."
    assert (paper["title"], paper["date"], paper["doi"]) == ("On E. coli growth.", date, "10.1000/a")
    assert (paper["paper_id"], paper["authors"], paper["venue"]) == ("123", "Ann One; The Group", "J")


ACL = """<?xml version='1.0' encoding='UTF-8'?><collection id="%s"><volume id="%s"><meta><booktitle>Conf</booktitle>
<month>May</month>
<year>2022</year></meta><frontmatter><url>x.0</url></frontmatter><paper id="%s"><title>
<fixed-case>P</fixed-case>ears</title>
<author><first>Ann</first><last>One</last></author><abstract>A <tex-math>k</tex-math>-means, <i>e.g.</i></abstract>
</paper></volume></collection>"""


@pytest.mark.parametrize(
    ("collection", "volume", "number", "identifier"),
    [("2022.acl", "long", "1", "2022.acl-long.1"), ("P18", "1", "7", "P18-1007"), ("W19", "5", "12", "W19-0512")],
)
def test_acl(tmp_path, collection, volume, number, identifier):
    paper = read_one(tmp_path, ACL % (collection, volume, number))
    assert (paper["paper_id"], paper["title"], paper["abstract"]) == (identifier, "Pears", "A k-means, e.g.")
    assert (paper["date"], paper["venue"], paper["authors"]) == ("2022-05", "Conf", "Ann One")


def test_reading_goes_on_behind_a_fault(tmp_path):
    papers, problems = read_text(
        tmp_path,
        ATOM % (ENTRY % 1 + "<entry><title>a & b</title></entry>" + ENTRY % 2 + "<entry><title>x</entry>" + ENTRY % 3),
    )
    assert [paper["paper_id"] for paper in papers] == ["2401.00001", "2401.00002", "2401.00003"]
    assert papers[2]["doi"] == "10.1000/a"
    assert [problem.record for problem in problems] == [1, 3]


def test_a_cut_file_gives_what_stands_before(tmp_path):
    papers, problems = read_text(tmp_path, (ATOM % (ENTRY % 1 + ENTRY % 2))[:-60])
    assert len(papers) == 1
    assert len(problems) == 1


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE f [<!ENTITY % a SYSTEM "http://localhost/x.dtd"> %a;]>',
    ],
)
def test_entities_are_refused_in_one_sentence(tmp_path, declaration):
    with pytest.raises(InputError, match="declares XML entities") as caught:
        read_text(tmp_path, (ATOM % (ENTRY % 1)).replace("<feed", f"{declaration}<feed"))
    assert "\n" not in str(caught.value)


def test_a_record_without_end_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("metaanalysis.reading.xml_records.RECORD_LIMIT", 100_000)
    with pytest.raises(InputError, match="larger than 100,000 bytes"):
        read_text(tmp_path, ATOM % ("<entry><title>" + "x" * 300_000))


def test_deep_nesting_ends_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="invalid XML"):
        read_text(tmp_path, ATOM % ("<a>" * 50_000))

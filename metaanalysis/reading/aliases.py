"""Names that tables, spreadsheets and JSON records give to the columns of ``papers`` (data only).

Names are compared in lower case without anything but letters and digits, so ``Abstract Note``, ``abstract_note`` and
``abstractNote`` are one. The order is the priority: the first name whose value is not empty wins.
"""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("paperid", "id", "docid", "documentid", "articleid", "uid", "recordid"),
    "title": ("title", "papertitle", "articletitle", "documenttitle", "displayname", "ti", "t1", "titre", "titulo",
              "titel"),
    "abstract": ("abstract", "abstracts", "ab", "abstracttext", "paperabstract", "abstractnote", "summary",
                 "shortabstract", "n2", "text", "description", "content", "body"),
    "authors": ("authors", "author", "authorlist", "authornames", "authorsnames", "authorfullnames", "af", "au",
                "authorshipsauthordisplayname", "authorshipsrawauthorname", "creators", "creator", "authorstring"),
    "n_authors": ("nauthors", "numauthors", "numberofauthors", "authorcount", "authorscount"),
    "date": ("date", "publicationdate", "datepublished", "publisheddate", "published", "publishedat", "publishdate",
             "pubdate", "publishedonline", "firstpublicationdate", "coverdate", "submitteddate", "submissiondate",
             "submitted", "created", "createdat", "pd", "y1", "updated"),
    "year": ("year", "publicationyear", "py", "pubyear", "yearpublished", "publishedyear"),
    "venue": ("venue", "journal", "journaltitle", "sourcetitle", "publicationtitle", "publicationname", "booktitle",
              "so", "conference", "conferencename", "proceeding", "proceedings", "primarylocationsourcedisplayname",
              "containertitle", "journalref", "journalbook"),
    "doi": ("doi", "di", "doinumber", "idsdoi"),
    "arxiv_id": ("arxivid", "arxiv", "arxivnumber", "eprint", "idsarxiv"),
    "url": ("url", "link", "paperurl", "articleurl", "urlabs", "abs", "absurl", "landingpage", "sourceurl", "site",
            "arxivurl", "entryid", "s2url", "externalurl", "pdf", "pdfurl", "urlpdf"),
    # ids that name a record of a database: used where the source gives no id of its own, no arXiv id and no DOI
    "accession": ("pmid", "pubmedid", "idspmid", "pm", "ut", "utuniquewosid", "uniquewosid", "accessionnumber", "eid",
                  "lensid", "openalexid", "openreviewid", "aclid", "corpusid", "mid", "key", "paperurl"),
}

# an abstract under one of these names is believed even without a title beside it
SURE_ABSTRACTS = ("abstract", "abstracts", "ab", "abstracttext", "paperabstract", "abstractnote", "summary", "text")

# what sources write where they have nothing
MISSING = frozenset({
    "", "-", "na", "n/a", "nan", "<na>", "none", "null", "abstract", "[no abstract available]", "no abstract available",
    "no abstract available.", "[no abstract]", "no abstract", "no abstract.", "abstract not available",
    "abstract not available.", "[abstract not available]", "abstract unavailable",
})

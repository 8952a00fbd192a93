"""Small tables that the tests of the report share."""

from __future__ import annotations

from metaanalysis.tables import CLAIMS, PAPERS, frame

ABSTRACT = ("Sorting socks is slow. On SockBench, SockNet reaches 91.5% accuracy, beating PairUp by up to 3 points. "
            "It is tested on 40 drawers.")
HOSTILE = ('<script>alert("x")</script> & "quotes" שלום עולם 🧦 reach 12.5% <b>error</b> on $\\alpha$-Bench '
           "<img src=x onerror=alert(1)>.")


def claim(paper_id, abstract, text, kind, **fields):
    start = abstract.index(text)
    sentence = next(part for part in abstract.split(". ") if text in part)
    return {"claim_id": f"{paper_id}-{start}", "paper_id": paper_id, "kind": kind, "unit": "none", "bound": "exact",
            "start": start, "end": start + len(text), "text": text, "sentence": sentence, "rule": "test.rule", **fields}


def tables():
    papers = [
        {"paper_id": "s1", "title": "SockNet: Pairs", "abstract": ABSTRACT, "date": "2025-03-01",
         "authors": "Ann Sock; Bo Heel", "source_file": "week.txt", "source_index": 0,
         "source_format": "listing", "url": "https://example.org/s1"},
        {"paper_id": "s2", "title": "<i>Hostile</i> & Co", "abstract": HOSTILE, "date": "2025-04",
         "url": "javascript:alert(1)"},
        {"paper_id": "s3", "title": "Silent", "abstract": None},
    ]
    claims = [
        claim("s1", ABSTRACT, "91.5%", "level", unit="percent", value=91.5, metric="accuracy", metric_text="accuracy",
              benchmark_text=["SockBench"], subject_text="SockNet"),
        claim("s1", ABSTRACT, "up to 3 points", "change", unit="points", value=3, bound="at_most", aggregate="max",
              basis="absolute", direction="increase", metric="accuracy", metric_text="accuracy",
              benchmark_text=["SockBench"], subject_text="SockNet", comparator_text="PairUp", improvement=True),
        claim("s1", ABSTRACT, "40 drawers", "size", unit="drawer", value=40),
        claim("s2", HOSTILE, "12.5%", "level", unit="percent", value=12.5, metric="error_rate",
              metric_text="error"),
    ]
    return frame(papers, PAPERS), frame(claims, CLAIMS)

"""A user's lexicon folder: what it adds, and what its errors say."""

from __future__ import annotations

import time

import pytest

from metaanalysis.errors import LexiconError
from metaanalysis.extraction import Extractor, load_lexicon

RULE = '[[rule]]\nid = "{id}"\npattern = "{pattern}"\nthen = {{ kind = "level" }}\nexamples = ["x"]\nrejects = ["y"]\n'


def folder(tmp_path, **files):
    (tmp_path / "rules").mkdir()
    for name, text in files.items():
        (tmp_path / name.replace("__", "/").replace("_toml", ".toml").replace("_csv", ".csv")).write_text(text)
    return tmp_path


def test_a_metric_and_a_benchmark_of_a_user_are_found(tmp_path):
    mine = folder(tmp_path, metrics_csv="id,name,aliases,higher_is_better\nzorp,zorp index,ZIX,true\n",
                  benchmarks_csv="id,name,aliases\nmoss,Moss Corpus,MossC\n")
    text = "We reach a zorp index of 92.4% on MossC."
    row = Extractor(load_lexicon(mine)).rows({"paper_id": "p", "abstract": text})[0]
    assert (row["metric"], row["benchmark_text"]) == ("zorp", ["MossC"])


def test_a_trigger_of_a_user_makes_ordinal_claims(tmp_path):
    text = "Experiments show that FernNet trounces GPT-4."
    assert Extractor().rows({"paper_id": "p", "abstract": text}) == []
    mine = folder(tmp_path, comparisons_toml='[triggers]\nt_surpass = ["trounces"]\n',
                  clauses_toml='verbs = "trounce"\n')
    rows = Extractor(load_lexicon(mine)).rows({"paper_id": "p", "abstract": text})
    assert [(row["text"], row["direction"]) for row in rows] == [("trounces", "better")]


def test_a_users_rule_comes_before_the_bundled_ones(tmp_path):
    rule = RULE.format(id="mine.level", pattern="q:<percent> <metric>")
    mine = folder(tmp_path, rules__levels_toml=rule)
    row = Extractor(load_lexicon(mine)).rows({"paper_id": "p", "abstract": "We reach 92.4% accuracy."})[0]
    assert row["rule"] == "mine.level"


def test_a_hostile_pattern_times_out(tmp_path):
    slow = "((<any>|<adverb>|<noun>|<any>)+)+ <semicolon> q:<percent>"
    mine = folder(tmp_path, rules__levels_toml=RULE.format(id="mine.slow", pattern=slow))
    extractor = Extractor(load_lexicon(mine))
    started = time.perf_counter()
    with pytest.raises(LexiconError, match=r"mine\.slow.*takes more than"):
        extractor.rows({"paper_id": "p", "abstract": "We see 5% ; " + "and so on " * 20 + "until 7 points."})
    assert time.perf_counter() - started < 5  # a hang, not a speed: the limit is a fifth of a second


ERRORS = [
    ({"metric_csv": "id,name\na,b\n"}, "unknown lexicon file 'metric.csv'"),
    ({"metrics_csv": "id,title\na,b\n"}, "metrics.csv: no column 'name'"),
    ({"metrics_csv": "id,name\na,\n"}, "metrics.csv, line 2: an entry has no name"),
    ({"words_toml": "of = 3\n"}, "words.toml, entry 'of': 3 is no list of words"),
    ({"words_toml": "of = [\n"}, "words.toml"),
    ({"comparisons_toml": '[triggers]\nt_nope = ["x"]\n'}, "unknown entry 't_nope'"),
    ({"rules__mine_toml": ""}, "unknown rule file 'mine.toml'"),
    ({"rules__levels_toml": RULE.format(id="r", pattern="q:<nope>")}, "unknown mark 'nope'"),
    ({"rules__levels_toml": RULE.format(id="r", pattern="<percent>")}, "names no target"),
    ({"rules__levels_toml": RULE.format(id="r", pattern="q:<percent> (")}, "does not compile"),
    ({"rules__levels_toml": '[[rule]]\nid = "r"\npattern = "q:<percent>"\nexamples = ["x"]\n'}, "missing rejects"),
    ({"confidence_csv": "rule,n,correct\nr,x,1\n"}, "confidence.csv, line 2: no counts"),
]


@pytest.mark.parametrize(("files", "match"), ERRORS, ids=[case[1] for case in ERRORS])
def test_an_error_names_the_file_the_entry_and_the_mend(tmp_path, files, match):
    with pytest.raises(LexiconError) as caught:
        load_lexicon(folder(tmp_path, **files))
    assert match in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "; " in str(caught.value)


def test_a_folder_that_is_not_there():
    with pytest.raises(LexiconError, match="no such lexicon folder"):
        load_lexicon("/nowhere/at/all")

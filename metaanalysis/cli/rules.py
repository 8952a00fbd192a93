"""``metaanalysis rules``: check the rules, and measure their precision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from metaanalysis.cli import options
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from metaanalysis.evaluation.rules import RuleReport

SUMMARY = "Check the rules (examples, rejects, precision, cost), measure them, weigh the signs of ordinal claims."
EXAMPLES = """examples:
  metaanalysis rules check
  metaanalysis rules check --sample papers.jsonl --labels labelled.jsonl
  metaanalysis rules check --lexicon mine/ -f csv -o rules.csv
  metaanalysis rules measure --labels labelled.jsonl -o confidence.csv
  metaanalysis rules weigh --labels labelled.jsonl -o ordinals.toml
  metaanalysis rules measure --labels data/labels --part kept --papers papers.jsonl -o confidence.csv

A rule has a fault if an example does not fire, a reject does, it has no reject, or it never fires on the sample.
measure writes confidence.csv (rule, n, correct, precision); in a lexicon folder it fills the column confidence.
weigh writes ordinals.toml, the weights by which a word such as outperforms makes a claim; a lexicon folder may hold it.
Exit codes: 0 done, 1 a rule has a fault, 2 usage, 3 input unreadable or of no known format.
"""
_ACTIONS = ("check", "measure", "weigh")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", metavar="ACTION", help="check, measure or weigh")
    parser.add_argument(
        "--sample", metavar="FILE", action="append", default=[], help="papers on which the rules are counted and timed"
    )
    parser.add_argument(
        "--limit", metavar="N", type=int, default=2000, help="take the first N papers of the sample (default 2000)"
    )
    parser.add_argument(
        "--labels",
        metavar="FILE",
        action="append",
        default=[],
        help="labelled abstracts (JSON Lines with paper_id, abstract, claims), or a folder of labels without texts",
    )
    parser.add_argument(
        "--papers", metavar="FILE", action="append", default=[], help="the abstracts of a folder of labels"
    )
    parser.add_argument("--part", metavar="NAME", help="only this part of a folder of labels")
    options.add_output(parser)
    options.add_lexicon(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    if arguments.action not in _ACTIONS:
        raise OptionError(f"unknown action {arguments.action!r}", do=f"allowed are {', '.join(_ACTIONS)}")
    return {"check": _check, "measure": _measure, "weigh": _weigh}[arguments.action](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from metaanalysis.evaluation.rules import check_rules
    from metaanalysis.exports import choose_format, write_table
    from metaanalysis.extraction import load_lexicon
    from metaanalysis.tables import Column

    reports = check_rules(
        load_lexicon(*arguments.lexicon),
        _sample(arguments) if arguments.sample else None,
        _labelled(arguments) if arguments.labels else None,
    )
    columns = [
        Column("rule", "string", "id"),
        Column("file", "string", "rule file, or algorithm"),
        Column("fired", "Int64", "times on the sample"),
        Column("n", "Int64", "claims on labelled abstracts"),
        Column("precision", "Float64", "share of them that are labelled so"),
        Column("low", "Float64", "95% Wilson interval"),
        Column("high", "Float64", "95% Wilson interval"),
        Column("microseconds", "Float64", "cost an abstract"),
        Column("faults", "list", "what is wrong"),
    ]
    name = choose_format(arguments.output, arguments.format, terminal=not arguments.output and sys.stdout.isatty())
    write_table(
        map(_line, reports),
        options.chosen_columns(arguments, columns, columns),
        arguments.output,
        format=name,
        head=not arguments.no_header,
    )
    faulty = [report for report in reports if report.faults]
    options.note(arguments, f"metaanalysis rules: {len(reports)} rules, {len(faulty)} with a fault")
    for report in faulty:
        for fault in report.faults:
            options.note(arguments, f"  {report.rule}: {fault}")
    return int(bool(faulty))


def _line(report: RuleReport) -> dict[str, Any]:
    low, high = report.interval or (None, None)
    return {
        "rule": report.rule,
        "file": report.file,
        "fired": report.fired,
        "n": report.n,
        "precision": _rounded(report.precision, 3),
        "low": _rounded(low, 3),
        "high": _rounded(high, 3),
        "microseconds": _rounded(report.cost, 1),
        "faults": report.faults,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _measure(arguments: argparse.Namespace) -> int:
    from metaanalysis.evaluation.rules import measure_precision, write_confidence
    from metaanalysis.exports import check_output
    from metaanalysis.extraction import Extractor, load_lexicon

    _ask_labels(arguments, "confidence.csv")
    check_output(arguments.output)
    counts = measure_precision(Extractor(load_lexicon(*arguments.lexicon)), _labelled(arguments))
    write_confidence(counts, arguments.output)
    options.note(
        arguments,
        f"metaanalysis rules: precision of {len(counts)} rules on {sum(n for n, _ in counts.values())} claims",
    )
    return 0


def _weigh(arguments: argparse.Namespace) -> int:
    from metaanalysis.evaluation.ordinals import examples, fit_weights, own_examples, write_weights
    from metaanalysis.exports import check_output
    from metaanalysis.extraction import Extractor, load_lexicon

    _ask_labels(arguments, "ordinals.toml")
    check_output(arguments.output)
    extractor = Extractor(load_lexicon(*arguments.lexicon))
    found = [example for paper in _labelled(arguments, judged=True) for example in examples(extractor, paper)]
    made = sum(example.claim for example in found)
    note = f"Weights of the signs of ordinal claims, learned from {len(found):,} triggers; {made:,} make a claim."
    write_weights(fit_weights([*found, *own_examples(extractor)]), arguments.output, note)
    options.note(arguments, f"metaanalysis rules: weights from {len(found)} triggers, {made} of them claims")
    return 0


def _ask_labels(arguments: argparse.Namespace, name: str) -> None:
    if not arguments.labels or not arguments.output:
        raise OptionError(
            f"{arguments.action} needs labelled abstracts and a file to write", do=f"give --labels FILE and -o {name}"
        )


def _labelled(arguments: argparse.Namespace, *, judged: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the labelled abstracts; with ``judged`` also those of which only some triggers were judged."""
    from pathlib import Path

    from metaanalysis.evaluation.labels import read_labels
    from metaanalysis.evaluation.offsets import join_labels
    from metaanalysis.reading import records

    folders = [path for path in arguments.labels if Path(path).is_dir()]
    for name in ("papers", "part"):
        if getattr(arguments, name) and not folders:
            raise OptionError(f"--{name} belongs to a folder of labels", do="give one by --labels, or leave it out")
    for path in arguments.labels:
        if path not in folders:
            yield from read_labels(path)
        elif arguments.papers:
            yield from join_labels(path, records(arguments.papers), arguments.part, judged=judged)
        else:
            raise OptionError(f"{path!r} has labels without texts", do="give --papers FILE with the abstracts")


def _sample(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    from itertools import islice

    from metaanalysis.reading import records

    yield from islice(records(arguments.sample), arguments.limit)

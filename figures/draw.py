"""Draw the gallery from the bundled sample: ``python -m figures.draw [FOLDER]`` or ``make figures``.

The files are the same bytes on every run, so that a change of a figure shows up as a difference.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes

    from metaanalysis.plots import FigureData

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample_listing.txt"
_HEAD = """# Gallery

Made from the bundled sample, `data/sample_listing.txt`, by `make figures`; every figure lies beside its data (CSV) and
its record (JSON). The same input gives the same bytes.
"""


def accuracies(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the accuracies of the sample on the logit scale, with standard errors from the size of their test sets."""
    from metaanalysis.effects import effects, uncertainty
    from metaanalysis.plots.names import benchmark_names

    table: pd.DataFrame = effects(claims, errors=uncertainty)
    wanted = table["scale"].eq("logit") & table["metric"].eq("accuracy") & table["benchmark"].map(len).eq(1)
    table = table[wanted].copy()
    spelled = benchmark_names(claims)
    table["test_set"] = table["benchmark"].map(lambda names: spelled[names[0]])
    return table.sort_values("test_set", kind="stable").reset_index(drop=True)


def choices(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pooled accuracy under different choices, for the specification curve."""
    import pandas as pd

    from metaanalysis.statistics import pool

    sets = {"all": table, "binomial error only": table[table["se_level"].eq("binomial")],
            "one value a paper": table.drop_duplicates("paper_id")}
    rows = []
    for name, part in sets.items():
        used = part[part["se"].notna()]
        for method in ("REML", "DL", "PM", "FE"):
            for robust in ("CR2", "none"):
                found = pool(used["effect"].to_numpy(float), se=used["se"].to_numpy(float), method=method,
                             cluster=used["paper_id"].to_numpy(object), robust=robust)
                rows.append({"estimate": found.estimate, "ci_low": found.ci_low, "ci_high": found.ci_high,
                             "values": name, "model": method, "papers": "robust" if robust == "CR2" else "ignored"})
    return pd.DataFrame(rows)


def gallery(papers: pd.DataFrame, claims: pd.DataFrame) -> dict[str, Callable[[], Axes]]:
    """Return the figures of the gallery: name -> function that draws it."""
    from metaanalysis import plots
    from metaanalysis.plots.names import row_labels
    from metaanalysis.statistics.benchmarks.standings import standings

    table = accuracies(claims)
    known = table[table["se"].notna()].merge(papers[["paper_id", "date"]], on="paper_id", how="left")
    known["label"] = row_labels(known, papers) + ", " + known["test_set"]
    logit = {"transform": "expit", "xlabel": "accuracy"}
    return {
        "changes": lambda: plots.changes(claims, papers),
        "factors": lambda: plots.changes(claims, papers, unit="times"),
        "levels": lambda: plots.levels(claims, papers),
        "coverage": lambda: plots.coverage_map(claims),
        "gains": lambda: plots.gains(claims, papers),
        "dumbbells": lambda: plots.dumbbells(claims, papers),
        "noise-floor": lambda: plots.noise_floor(claims, None, papers),
        "rounding": lambda: plots.rounding(claims),
        "flow": lambda: plots.flow(papers, claims, table),
        "network": lambda: plots.network(standings(claims), max_nodes=16),
        "over-time": lambda: plots.over_time(claims, papers, benchmark="imagenet", metric="accuracy"),
        "forest": lambda: plots.forest(table, group="test_set", papers=papers, left=["se_level"], overall=False,
                                       title="Reported accuracy by test set", null=float("nan"), **logit),
        "orchard": lambda: plots.orchard(table, group="test_set", title="Reported accuracy by test set", **logit),
        "funnel": lambda: plots.funnel(known, title="Accuracies against their standard errors", **logit),
        "cumulative": lambda: plots.cumulative_forest(known, order="date", **logit),
        "leave-one-out": lambda: plots.leave_one_out_forest(known, **logit),
        "baujat": lambda: plots.baujat(known),
        "radial": lambda: plots.radial(known),
        "specification-curve": lambda: plots.specification_curve(choices(table), ylabel="pooled log odds"),
    }


def main(folder: Path) -> int:
    """Draw everything and return the number of figures that could not be drawn."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    import metaanalysis
    from metaanalysis.errors import MetaAnalysisError
    from metaanalysis.plots import figure_data, save

    papers = metaanalysis.read(SAMPLE)
    claims = metaanalysis.extract(papers)
    inputs = {SAMPLE.name: sha256(SAMPLE.read_bytes()).hexdigest()}
    failed, pages = 0, [_HEAD]
    for name, draw in gallery(papers, claims).items():
        try:
            ax = draw()
            save(ax, folder, name, formats=("svg",), inputs=inputs)
            pages.append(_page(name, figure_data(ax)))
        except MetaAnalysisError as error:
            failed += 1
            sys.stderr.write(f"figures: {name}: {error}\n")
        plt.close("all")
    (folder / "README.md").write_text("\n".join(pages), encoding="utf-8")
    return failed


def _page(name: str, record: FigureData) -> str:
    return (f"## {record.title}\n\n`{record.call}`\n\n![{record.alt_text}]({name}.svg)\n\n{record.caption}\n\n"
            f"Data: [{name}.csv]({name}.csv), record: [{name}.json]({name}.json)\n")


if __name__ == "__main__":
    raise SystemExit(min(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "figures"), 1))

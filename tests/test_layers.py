"""An import may only point down, and importing the package stays light."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "metaanalysis"
LAYERS = (
    {"tables", "errors", "lazy"},
    {"extraction", "reading"},
    {"effects", "evaluation"},
    {"statistics"},
    {"plots", "review", "exports"},
    {"scale"},
    {"reports"},
    {"accessor"},
    {"cli", "__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
FREE = {"metaanalysis", "__version__"}  # the package's own name and version belong to nobody


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("metaanalysis"):
            if node.module == "metaanalysis":
                yield from ((alias.name, node.lineno) for alias in node.names)
            else:
                yield node.module.split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("metaanalysis."):
                    yield alias.name.split(".")[1], node.lineno


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        return
    for target, line in imports_of(path):
        if target in FREE or target == room:
            continue
        assert LEVEL[target] <= LEVEL[room], f"{path}:{line} imports {target}, which stands above {room}"
        if room == "statistics":
            known = {"errors", "lazy", "statistics", "tables", "effects"}
            assert target in known, f"{path}:{line}: statistics knows only tables"


def test_lexicon_holds_no_code():
    assert not list((PACKAGE / "lexicon").rglob("*.py"))


HEAVY = {"numpy", "pandas", "scipy", "matplotlib", "statsmodels", "jinja2", "pyarrow"}


@pytest.mark.parametrize("command", ["import metaanalysis",
                                     "from metaanalysis.cli.main import build_parser; build_parser()"])
def test_import_is_light(command):
    code = f"{command}; import sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY

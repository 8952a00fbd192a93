"""The page: one self-contained HTML file and the same text as Markdown, rendered from templates."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis import __version__
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["render_html", "render_markdown"]

_TEMPLATES = resources.files("metaanalysis.reports") / "templates"


def render_html(content: Mapping[str, Any], template: str | Path | None = None) -> str:
    """Render the page; every value is escaped.

    Parameters
    ----------
    content : mapping
        What :func:`metaanalysis.reports.contents.gather` returns.
    template : path-like, optional
        A Jinja template of one's own, given the same values.

    Raises
    ------
    OptionError
        If the template cannot be read or has a fault.
    """
    from markupsafe import Markup

    # our own style and script go in unescaped; nothing else does
    css, js = _bundled("report.css"), _bundled("report.js")
    digest = base64.b64encode(sha256(js.encode()).digest()).decode()
    return _render(
        _source(template, "report.html"),
        "report.html" if template is None else str(template),
        autoescape=True,
        content={
            **content,
            "css": Markup(css),  # noqa: S704 - our own file
            "js": Markup(js),  # noqa: S704 - as above
            "js_hash": f"sha256-{digest}",
            "version": __version__,
        },
    )


def render_markdown(content: Mapping[str, Any]) -> str:
    """Render the same text as Markdown for README pages and pull requests."""
    return _render(_bundled("report.md"), "report.md", autoescape=False, content={**content, "version": __version__})


def _bundled(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _source(template: str | Path | None, name: str) -> str:
    if template is None:
        return _bundled(name)
    try:
        return Path(template).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(
            f"the template cannot be read ({error})", where=str(template), do="give a text file"
        ) from error


def _render(source: str, name: str, *, autoescape: bool, content: Mapping[str, Any]) -> str:
    import jinja2

    environment = jinja2.Environment(
        autoescape=autoescape,  # noqa: S701 - the HTML page always escapes, Markdown does so through the filter 'cell'
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    try:
        return environment.from_string(source).render(content)
    except jinja2.TemplateError as error:
        raise OptionError(f"the template has a fault ({error})", where=name, do="mend the template") from error


def _cell(text: object) -> str:
    """Escape what would break a Markdown table or be read as markup."""
    flat = " ".join(str(text).split())
    for sign in ("\\", "|", "<", ">", "*", "_", "`", "[", "]", "$"):
        flat = flat.replace(sign, "\\" + sign)
    return flat

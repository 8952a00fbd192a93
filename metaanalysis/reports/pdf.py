"""The page as PDF, through the optional extra."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from metaanalysis.errors import OptionError
from metaanalysis.exports import atomic_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_pdf"]


def write_pdf(page: Path) -> Path:
    """Write ``report.pdf`` beside a page.

    Parameters
    ----------
    page : pathlib.Path
        The HTML file.

    Returns
    -------
    pathlib.Path
        The PDF.

    Raises
    ------
    OptionError
        If the extra is not installed.
    """
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise OptionError("a PDF needs weasyprint, which is not installed",
                          do="pip install 'metaanalysis[pdf]', or print report.html from a browser") from error
    buffer = io.BytesIO()
    HTML(filename=str(page)).write_pdf(buffer)
    target = page.with_suffix(".pdf")
    with atomic_file(target) as stream:
        stream.write(buffer.getvalue())
    return target

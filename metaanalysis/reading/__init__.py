"""Files become papers: one file a family of formats, sniffed by content, problems reported per record."""

from __future__ import annotations

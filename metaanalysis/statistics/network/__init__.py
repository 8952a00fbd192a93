"""Network meta-analysis: systems compared across papers, by graph theory on study Laplacians."""

from __future__ import annotations

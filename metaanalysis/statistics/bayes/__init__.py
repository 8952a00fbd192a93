"""Bayesian random effects for small numbers of effects, by quadrature."""

from __future__ import annotations

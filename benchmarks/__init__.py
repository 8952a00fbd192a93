"""Timings and comparisons with other programs; run as scripts."""

"""Canonical names of models keep versions and sizes."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.models import model_name


@pytest.mark.parametrize(("family", "written", "expected"), [
    ("gpt", "GPT-4", "GPT-4"), ("gpt", "GPT4", "GPT-4"), ("gpt", "GPT-4-Turbo", "GPT-4 Turbo"),
    ("gpt", "GPT-4 Turbo", "GPT-4 Turbo"), ("gpt", "GPT-3", "GPT-3"), ("gpt", "GPT-4.1-mini", "GPT-4.1-Mini"),
    ("llama", "LLaMA-13B", "Llama-13B"), ("llama", "Llama 2 13B", "Llama-2-13B"),
    ("llama", "Llama-2-13b", "Llama-2-13B"),
    ("vllm", "FlashAttention", "FlashAttention"), ("react", "Reflexion", "Reflexion"), ("vgg", "AlexNet", "AlexNet")])
def test_names(family, written, expected):
    lexicon = load_lexicon()
    assert model_name(written, lexicon.systems[family], lexicon) == expected


def test_versions_never_fall_together():
    lexicon = load_lexicon()
    names = ["GPT-3", "GPT-3.5", "GPT-4", "GPT-4o", "GPT-4o-mini", "GPT-4.1", "GPT-4.1-mini", "GPT-5"]
    assert len({model_name(name, lexicon.systems["gpt"], lexicon) for name in names}) == len(names)

"""One normalizer's speed, for scripts/bench: sentences on stdin, one JSON object on stdout.

usage: normalize_speed.py radio|vietnormalizer
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable

MEGABYTE = 1_000_000


def main() -> None:
    """Import, load, say every sentence; then texts of 1 and 2 MB. Processor time: the machine is shared."""
    sentences = sys.stdin.read().splitlines()
    began = time.process_time()
    module = importlib.import_module("radio.speech" if sys.argv[1] == "radio" else "vietnormalizer")
    imported = time.process_time()
    normalize: Callable[[str], object]
    normalize = module.normalize if sys.argv[1] == "radio" else module.VietnameseNormalizer().normalize
    normalize(sentences[0])
    loaded = time.process_time()
    for sentence in sentences:
        normalize(sentence)
    measured = {
        "import_ms": (imported - began) * 1000,
        "tables_ms": (loaded - imported) * 1000,
        "per_s": len(sentences) / (time.process_time() - loaded),
    }
    if sys.argv[1] == "radio":
        story = "\n".join(sentences)
        for megabytes in (1, 2):
            text = (story * (megabytes * MEGABYTE // len(story) + 1))[: megabytes * MEGABYTE]
            began = time.process_time()
            normalize(text)
            measured[f"{megabytes} MB, s"] = time.process_time() - began
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

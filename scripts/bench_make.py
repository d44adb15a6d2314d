"""`radio` with a cache folder of its own, for scripts/bench: bench_make.py CACHE [--cold] [--memory] ARGS…

--cold empties the cache first. --memory prints the peak of this process's resident memory.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def main() -> None:
    """Run the command line as `python -m radio` does."""
    cache, *arguments = sys.argv[1:]
    cold, memory = "--cold" in arguments, "--memory" in arguments
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    os.environ["XDG_CACHE_HOME"] = str(Path(cache))
    sys.argv = ["radio", *(a for a in arguments if a not in ("--cold", "--memory"))]
    from radio.cli import main as radio  # noqa: PLC0415

    try:
        radio()
    finally:
        if memory:
            import resource  # noqa: PLC0415

            print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()

"""``radio``, and ``python -m radio``."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    try:
        from radio.cli import main as run  # noqa: PLC0415 - loading it may be interrupted, too

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

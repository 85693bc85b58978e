"""Starts the program: `sessionlens` and `python -m sessionlens`."""

import os
import sys
import time

from sessionlens.cli.root import root


def main() -> None:
    """Run the command line and leave with its exit code."""
    os.umask(0o077)  # whatever is made here is confidential
    try:
        time.time()
    except OverflowError:  # from the year 2262 on no program in Python can tell the time
        print("sessionlens: The clock of this computer is wrong. Set it right.", file=sys.stderr)
        sys.exit(2)
    root.main(prog_name="sessionlens")


if __name__ == "__main__":
    main()

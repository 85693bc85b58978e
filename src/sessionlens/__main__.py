"""Starts the program: `sessionlens` and `python -m sessionlens`."""

import gc
import os
import sys
import time

MADE_BEFORE_A_COLLECTION = 100_000  # objects; what is imported is not thrown away


def main() -> None:
    """Run the command line and leave with its exit code."""
    os.umask(0o077)  # whatever is made here is confidential
    try:
        time.time()
    except OverflowError:  # from the year 2262 on no program in Python can tell the time
        print("sessionlens: The clock of this computer is wrong. Set it right.", file=sys.stderr)
        sys.exit(2)
    gc.set_threshold(MADE_BEFORE_A_COLLECTION)
    from sessionlens.cli.root import root

    root.main(prog_name="sessionlens")


if __name__ == "__main__":
    main()

"""Starts the program: `sessionlens` and `python -m sessionlens`."""

import os

from sessionlens.cli.root import root


def main() -> None:
    """Run the command line and leave with its exit code."""
    os.umask(0o077)  # whatever is made here is confidential
    root.main(prog_name="sessionlens")


if __name__ == "__main__":
    main()

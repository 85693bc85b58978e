"""Starts the program: `sessionlens` and `python -m sessionlens`."""

from sessionlens.cli.root import root


def main() -> None:
    """Run the command line and leave with its exit code."""
    root.main(prog_name="sessionlens")


if __name__ == "__main__":
    main()

"""`python -m ssg` is `ssg`."""

import sys

from ssg import idle


def main() -> None:
    """Run the command line, or say at once that nothing has changed."""
    if not idle.answered(sys.argv[1:]):
        from ssg.cli import main  # noqa: PLC0415 - a tenth of a second

        main()


if __name__ == "__main__":  # a worker process imports this file too, under another name
    main()

"""`python -m ssg` is `ssg`."""

from ssg.cli import main

if __name__ == "__main__":  # a worker process imports this file too, under another name
    main()

"""`python -m fieldref`: the same as the command `fieldref`."""

import sys

from fieldref.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""The command line."""

import argparse
import sys
from pathlib import Path
from typing import List

from parcels import rates, reader, table


def main(arguments: List[str]) -> int:
    """Prints the quote; 1 if the list can't be read or a parcel can't be sent."""
    parser = argparse.ArgumentParser(prog="parcels", description="Quotes postage.")
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    try:
        priced = [(p, rates.price(p)) for p in reader.read(options.file)]
    except (OSError, ValueError) as error:
        print(f"parcels: {error}", file=sys.stderr)
        return 1
    print(table.render(priced))
    return 0

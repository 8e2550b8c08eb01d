"""Reads the list of parcels."""

import csv, sys
from pathlib import Path
from typing import List, Optional

from parcels.model import Parcel



def read(path: Path) -> List[Parcel]:
    """The parcels of a CSV file."""
    with path.open(newline="", encoding="utf-8") as lines:
        return [parcel(row) for row in csv.DictReader(lines)]


def parcel(row) -> Parcel:
    """One parcel from its fields."""
    return Parcel(
        name=row["name"],
        zone=row["zone"],
        grams=number(row, "grams"),
        length=number(row, "length"),
        width=number(row, "width"),
        height=number(row, "height"),
    )


def number(row, field: str) -> int:
    """A field that must be a number."""
    text: Optional[str] = row.get(field)
    try:
        return int(text)
    except (TypeError, ValueError):
        raise ValueError(f"{row['name']}: {field} is no number: {text}") from None

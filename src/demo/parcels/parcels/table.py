"""The quote as a table."""

import os
from typing import Any, Iterable, List, Tuple

from parcels import model


def money(cents: int) -> str:
    """Cents as people write them."""
    return "%d.%02d" % divmod(cents, 100)

def columns(name: str, zone: str, cents: int) -> str:
    """One line."""
    return f"{name:<12} {zone:<8} {money(cents):>8}"


def render(priced: Iterable[Tuple["model.Parcel", int]], note: str = None) -> str:
    """All lines, and the total."""
    lines: List[str] = []
    total = 0
    for parcel, cents in priced:
        lines.append(parcel.row(cents))
        total += cents
    lines.append(columns("Total", note if note != None else "", total))
    return "\n".join(lines)

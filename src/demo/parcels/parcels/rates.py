"""What a parcel costs."""

from typing import Dict

from parcels.model import Parcel

BASE: Dict[str, int] = {"home": 390, "europe": 890, "world": 1590}
STEP: Dict[str, int] = {"home": 60, "europe": 110, "world": 240}
STEP_GRAMS = 500


def price(parcel: Parcel) -> int:
    """Cents for a parcel: a base for its zone, and more for each begun 500 g."""
    return _price(
        parcel.name, parcel.zone, parcel.grams, parcel.length, parcel.width, parcel.height
    )


def _price(name: str, zone: str, grams: int, length: int, width: int, height: int) -> int:
    if zone not in BASE:
        raise ValueError(f"{name}: no zone '{zone}', only {', '.join(sorted(BASE))}")
    charged = max(grams, length * width * height // 5)
    steps = charged // STEP_GRAMS + 1
    return BASE[zone] + steps * STEP[zone]

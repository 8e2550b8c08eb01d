"""Prices."""

import pytest

from parcels import rates
from parcels.model import Parcel


def price(zone: str, grams: int, side: int = 1) -> int:
    return rates.price(Parcel("x", zone, grams, side, side, side))


def test_each_begun_step_counts() -> None:
    assert price("home", 499) == 390 + 60
    assert price("home", 501) == 390 + 2 * 60


def test_a_full_step_counts_once() -> None:
    assert price("home", 500) == 390 + 60


def test_a_large_parcel_is_charged_by_size() -> None:
    assert price("europe", 100, side=30) == 890 + 11 * 110


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone 'moon'"):
        price("moon", 1)

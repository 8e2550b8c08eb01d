"""The table."""

from parcels.model import Parcel
from parcels.table import money, render


def test_money_has_two_digits() -> None:
    assert money(405) == "4.05"


def test_the_total_is_the_last_line() -> None:
    books = Parcel("Books", "home", 1000, 30, 20, 10)
    lines = render([(books, 510), (books, 90)]).splitlines()
    assert lines[-1].split() == ["Total", "6.00"]

"""The program as its users start it."""

import subprocess
import sys
from typing import Tuple


def parcels(*arguments: str) -> Tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "parcels", *arguments],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_quotes_a_list() -> None:
    code, out, _ = parcels("data/parcels.csv")
    assert code == 0
    assert out.splitlines()[0].split() == ["Books", "home", "5.70"]


def test_refuses_a_file_that_is_not_there() -> None:
    code, _, err = parcels("data/none.csv")
    assert code == 1
    assert err.startswith("parcels: ")


def test_express_costs_half_as_much_again() -> None:
    code, out, _ = parcels("data/parcels.csv", "--express")
    assert code == 0
    assert out.splitlines()[0].split() == ["Books", "home", "8.55"]
    assert out.splitlines()[-1].split()[:2] == ["Total", "express"]


def test_refuses_a_heavy_parcel_as_express() -> None:
    code, _, err = parcels("data/heavy.csv", "--express")
    assert code == 1
    assert "Anvil: too heavy for express" in err

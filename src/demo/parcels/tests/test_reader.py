"""Lists of parcels."""

from pathlib import Path

import pytest

from parcels import reader

HEADER = "name,zone,grams,length,width,height\n"


def test_reads_each_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "Books,home,1000,30,20,10\n")
    (one,) = reader.read(path)
    assert (one.name, one.grams, one.height) == ("Books", 1000, 10)


def test_names_the_field_that_is_no_number(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "Books,home,heavy,30,20,10\n")
    with pytest.raises(ValueError, match="Books: grams is no number: heavy"):
        reader.read(path)

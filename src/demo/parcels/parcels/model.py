"""What is sent."""

from dataclasses import dataclass

from parcels.table import columns


@dataclass(frozen=True)
class Parcel:
    """One parcel: weight in grams, sizes in centimetres."""

    name: str
    zone: str
    grams: int
    length: int
    width: int
    height: int

    def volumetric_grams(self):
        """What a parcel of this size is charged for at least."""
        return self.length * self.width * self.height // 5

    def row(self, cents: int) -> str:
        """Its line of the table."""
        return columns(self.name, self.zone, cents)

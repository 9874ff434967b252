"""The tree of oblasts, rayons, okrugs and villages."""

from dataclasses import dataclass
from enum import StrEnum

from domain.languages import Localized


class Level(StrEnum):
    """Where in the tree a territory stands."""

    OBLAST = "oblast"
    RAYON = "rayon"
    OKRUG = "okrug"
    SETTLEMENT = "settlement"


class Kind(StrEnum):
    """What a territory is called by law."""

    OBLAST = "oblast"
    CITY = "city"
    RAYON = "rayon"
    RURAL_OKRUG = "rural_okrug"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as rules need it: its code and the path of codes that leads to it, `/oblast/rayon/okrug/`."""

    code: str
    path: str

    def covers(self, other: "Place") -> bool:
        """Whether `other` is this territory or lies in it."""
        return other.path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory as people see it."""

    code: str
    parent: str | None
    level: Level
    kind: Kind
    names: Localized
    path: str
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    retired: bool = False

    @property
    def place(self) -> Place:
        """What rules need of it."""
        return Place(self.code, self.path)

    @property
    def can_be_home(self) -> bool:
        """Whether a person may say that they live here."""
        return self.level is Level.OKRUG and not self.retired


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of the tree: how one came here from the top, what lies below, and where back leads.

    `above` is a code, empty for the top, None when there is nothing above.
    """

    chain: tuple[Territory, ...]
    children: tuple[Territory, ...]
    above: str | None = None

    @property
    def only(self) -> Territory | None:
        """The one okrug that this branch is, None when there is something to choose."""
        return self.chain[-1] if self.chain and not self.children else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An okrug that may be meant, with the way that leads to it; kilometres when it was found by a location."""

    chain: tuple[Territory, ...]
    kilometres: float | None = None

    @property
    def okrug(self) -> Territory:
        """The okrug itself."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class PosterOf:
    """What stands on an okrug's poster."""

    okrug: Territory
    link: str


@dataclass(frozen=True, slots=True)
class PosterText:
    """What the poster says under its QR code, in the two languages that stand on it."""

    kk: str
    ru: str

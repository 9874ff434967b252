"""Every screen with the worst values it can meet, a file per subject: a new screen must stand here too."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from domain.languages import Localized
from domain.territories import Kind, Level, Territory
from texts import Words

# What somebody may call themselves or a place: it must be read as it was written.
EVIL = '<b>&"'
NAME = (f"{EVIL} Ғабит Мүсіреповұлы-Қызылжарский " * 5)[:128]
ZONE = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=7)
BIG = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Sample:
    """A function of `screens` and one way to call it.

    `wrote`: something that people wrote is in it; `alike`: it may read the same in Kazakh and Russian; `english`: it
    has English in it for everyone; `caption` and `alert`: where Telegram allows less.
    """

    shows: Callable[..., object]
    render: Callable[[Words], object]
    wrote: bool = False
    alike: bool = False
    english: bool = False
    caption: bool = False
    alert: bool = False


def sample(shows: Callable[..., object], *values: object, **flags: bool) -> Sample:
    """A function that is given the words first, then `values`."""
    return Sample(shows, lambda _: shows(_, *values), **flags)


def place(code: str, level: Level, name: str, parent: str | None = None) -> Territory:
    """A territory with a long name that holds what HTML takes for its own."""
    names = Localized(
        kk=f"{name} {EVIL} Ұзынатау ауылдық округі",
        ru=f"{name} {EVIL} Длинноназванский сельский округ",
        en=f"{name} {EVIL} Uzynatau rural okrug",
    )
    kind = {Level.OBLAST: Kind.OBLAST, Level.RAYON: Kind.RAYON, Level.SETTLEMENT: Kind.VILLAGE}
    return Territory(code, parent, level, kind.get(level, Kind.RURAL_OKRUG), names, f"/{code}/")


OBLAST = place("350000000", Level.OBLAST, "Қарағанды")
RAYON = place("355200000", Level.RAYON, "Нұра")
OKRUG = place("355243000", Level.OKRUG, "Жараспай")
CHAIN = (OBLAST, RAYON, OKRUG)


def many(level: Level, number: int) -> tuple[Territory, ...]:
    """So many territories of a level."""
    return tuple(place(f"{100000000 + at}", level, f"Ауыл {at}") for at in range(number))


@cache
def all_samples() -> tuple[Sample, ...]:
    """What every file of this folder gives."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return tuple(one for module in modules for one in module.SAMPLES)

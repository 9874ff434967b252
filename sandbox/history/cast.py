"""What the chapters of the story share: who plays in it, where, and what many of them do."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.play import Person, Stage
from sandbox.screen import start_payload

# Where it is the hour that people write.
ZONE = ZoneInfo("Asia/Almaty")

Chapter = Callable[[Stage], Awaitable[None]]

# Who the command `bot sandbox` has let in.
AIGUL, BERIK, DANIYAR, ELENA, FARIDA = 1001, 1002, 1003, 1004, 1005

KARAGANDY = "350000000"
EAST_KAZAKHSTAN, SHEMONAIKHA = "630000000", "636800000"
ZHARASPAI, IZENDI, NURA, PERVOMAISKIY = "355243000", "355253000", "355230000", "636857000"


async def registers(person: Person, language: str, okrug: str) -> None:
    """Register by the QR code of an okrug: three taps."""
    await person.opens(f"t{okrug}")
    await person.chooses(f"lang1:{language}")
    await person.chooses(f"agree1:{okrug}")


async def begins(person: Person, language: str) -> None:
    """Register up to the question where one lives."""
    await person.opens()
    await person.chooses(f"lang1:{language}")
    await person.chooses("agree1")


async def takes_role(person: Person, link: str) -> None:
    """Open the link of an invite and take the role."""
    await person.opens(start_payload(link) or "")
    await person.chooses("take1")


def in_days(days: int, hour: int) -> datetime:
    """The full hour of a day to come, local time."""
    day = datetime.now(ZONE) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def typed(moment: datetime) -> str:
    """A moment as people type it."""
    return f"{moment.astimezone(ZONE):%d.%m.%Y %H:%M}"

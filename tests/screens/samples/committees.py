"""The committee's sheet."""

from domain.committees import CommitteeSheet
from domain.roles import Area
from screens import committees
from tests.screens.samples import NOW, OKRUG, sample

FOUND = tuple((OKRUG, area) for area in Area)
SHEET = CommitteeSheet(OKRUG, Area.ENGINEERING, NOW.date(), None, ())

SAMPLES = (
    sample(committees.offered, ()),
    sample(committees.offered, FOUND),
    sample(committees.ready, SHEET, english=True),
    sample(committees.caption, SHEET),
)

"""What was begun."""

from domain.drafts import Begun, DraftKind
from domain.languages import Localized
from screens import drafts
from tests.screens.samples import NAME, sample

BEGUN = tuple(Begun(kind, number, None, NAME) for number, kind in enumerate(DraftKind, 1))
TITLED = (Begun(DraftKind.SURVEY, 2**40, Localized(kk=NAME, ru=NAME)), Begun(DraftKind.MEETING, 1))

SAMPLES = (
    sample(drafts.begun, ()),
    sample(drafts.begun, BEGUN, wrote=True),
    sample(drafts.begun, TITLED, wrote=True),
)

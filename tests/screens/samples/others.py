"""The words on posters, and every way to say no."""

from domain.refusals import Refused
from screens import posters, refusals
from tests.house.source import spoken_refusals
from tests.screens.samples import OKRUG, Sample, sample

SAMPLES = (
    Sample(posters.on_paper, lambda _: posters.on_paper(), alike=True),
    sample(posters.caption, OKRUG, wrote=True, caption=True),
    *(sample(refusals.sentence, Refused(reason), alert=True) for reason in sorted(spoken_refusals())),
    sample(refusals.as_text, Refused("not_allowed")),
    sample(refusals.old_button, alert=True),
    sample(refusals.trouble, "7F3A", alert=True),
)

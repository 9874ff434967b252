"""How many answers are wanted of whom."""

from actions.surveys import drafting, finding
from domain.people import AgeBand, Awaited, Sex
from domain.refusals import Refused
from domain.surveys.survey import SurveyView
from domain.surveys.targets import Target
from handlers.visit import Reply, Routes, Shown, Visit
from screens.refusals import sentence
from screens.surveys import buttons, targets

# A number for each okrug is waited for, or one for a group.
TARGET, GROUP = "sv_target", "sv_group"
# What a person can put right by writing again.
_TRY_AGAIN = frozenset({"not_a_number", "survey_wants_more"})


def how_many(text: str) -> int | None:
    """A number as people write it, None when it is none."""
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


def shown(visit: Visit, view: SurveyView, trouble: str | None = None) -> Reply:
    """What is wanted; a number that is written now is for each okrug."""
    return Reply(targets.target(visit.words, view, trouble), awaits=Awaited(TARGET, view.survey.id))


async def choose(visit: Visit, button: buttons.WantFrom) -> Shown:
    """Choose whose answers are wanted."""
    view = await finding.show(visit.ctx, button.survey)
    return _group(visit, view, Target(0, button.okrug or None, button.sex, button.age))


def _group(visit: Visit, view: SurveyView, chosen: Target, trouble: str | None = None) -> Reply:
    screen = targets.group(visit.words, view, chosen, trouble)
    if not targets.is_group(chosen):
        return Reply(screen)
    field = f"{GROUP}:{chosen.okrug or ''}:{chosen.sex or ''}:{chosen.age or ''}"
    return Reply(screen, awaits=Awaited(field, view.survey.id))


async def take(visit: Visit, text: str) -> Shown:
    """How many answers of them are wanted, as it was written."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    _field, okrug, sex, age = awaited.field.split(":")
    number = how_many(text)
    chosen = Target(
        -1 if number is None else number, okrug or None, Sex(sex) if sex else None, AgeBand(age) if age else None
    )
    try:
        view = await drafting.want_from(visit.ctx, awaited.row_id, None, chosen)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        again = await finding.show(visit.ctx, awaited.row_id)
        return _group(visit, again, chosen, sentence(visit.words, refused))
    return shown(visit, view)


async def take_any(visit: Visit, button: buttons.WantAny) -> Shown:
    """Take as many of them as come."""
    nobody = Target(0, button.okrug or None, button.sex, button.age)
    return shown(visit, await drafting.want_from(visit.ctx, button.survey, button.version, nobody))


ROUTES = Routes(presses={buttons.WantFrom: choose, buttons.WantAny: take_any}, texts={GROUP: take})

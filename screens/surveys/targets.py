"""How many answers are wanted: from each okrug, from one of them, from women or men, from an age."""

from domain.people import AgeBand, Sex
from domain.surveys.survey import SurveyView
from domain.surveys.targets import Target
from domain.territories import Level, Territory
from screens import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import buttons as own
from screens.surveys import names as speech
from screens.surveys.buttons import SurveyDeed, SurveySide
from texts import Html, Words, escaped

OKRUGS_SHOWN, TARGETS_SHOWN = 20, 20


def target(_: Words, view: SurveyView, trouble: str | None = None) -> Screen:
    """How many answers are wanted of whom; a number that is written now is for each okrug."""
    survey, targets = view.survey, view.survey.options.targets
    lines = [
        _(
            "How many answers do you want from each okrug? Write a number. "
            "When there are enough, others are thanked and not asked further."
        )
    ]
    if targets:
        listed = [_("Wanted now:")]
        listed += [
            _("{where}: {number}", where=_of(_, view, one), number=_.number(one.number))
            for one in targets[:TARGETS_SHOWN]
        ]
        lines.append(Html("\n".join(listed)))
    by_group = own.WantFrom(survey=survey.id, okrug="", sex=None, age=None)
    rows = [Button(_.plain("👥 From women, men or an age"), by_group)]
    okrugs = _okrugs(view)
    if len(okrugs) > 1:
        rows += [
            Button(okrug.names.in_(_.language), own.WantFrom(survey=survey.id, okrug=okrug.code, sex=None, age=None))
            for okrug in sorted(okrugs, key=lambda one: _.order(one.names.in_(_.language)))[:OKRUGS_SHOWN]
        ]
    if any(_is_by_okrug(one) for one in targets):
        any_number = own.DoSurvey(survey=survey.id, version=survey.version, deed=SurveyDeed.NO_TARGET)
        rows.append(Button(_.plain("From okrugs as many as come"), any_number))
    return Screen(_under(_, view, lines, trouble), (*one_a_row(*rows), *_back(_, view, SurveySide.MORE)))


def _is_by_okrug(one: Target) -> bool:
    return one.okrug is not None and one.sex is None and one.age is None


def _okrugs(view: SurveyView) -> list[Territory]:
    return [place for place in view.named.values() if place.level is Level.OKRUG]


def _of(_: Words, view: SurveyView, one: Target) -> str:
    return speech.people(_, view.named.get(one.okrug or ""), one.sex, one.age)


def group(_: Words, view: SurveyView, chosen: Target, trouble: str | None = None) -> Screen:
    """Whose answers are wanted: an okrug, a sex, an age; with the first of them chosen a number is waited for."""
    survey = view.survey
    now = next((one.number for one in survey.options.targets if one.is_for(chosen)), None)
    lines = [_("Choose whose answers you want, then write how many. What you choose by is kept with each answer.")]
    if is_group(chosen):
        lines.append(
            _(
                "Whose: <b>{whose}</b>\nWanted now: {number}",
                whose=_of(_, view, chosen),
                number=_.plain("as many as come") if now is None else _.number(now),
            )
        )
    rows: list[tuple[Button, ...]] = [
        tuple(_pick(view, chosen, one, chosen.age, _sex(_, one), on=one is chosen.sex) for one in _SEXES)
    ]
    ages = [one for one in AgeBand if one is not AgeBand.SKIPPED]
    if not survey.options.minors:
        ages.remove(AgeBand.UNDER_18)
    rows += in_columns(
        [_pick(view, chosen, chosen.sex, one, names.age(_, one), on=one is chosen.age) for one in ages], 2
    )
    rows.append((_pick(view, chosen, chosen.sex, None, _.plain("Any age"), on=chosen.age is None),))
    if now is not None:
        anew = own.WantAny(
            survey=survey.id, version=survey.version, okrug=chosen.okrug or "", sex=chosen.sex, age=chosen.age
        )
        rows.append((Button(_.plain("As many as come"), anew),))
    return Screen(_under(_, view, lines, trouble), (*rows, *_back(_, view, SurveySide.TARGET)))


_SEXES = (Sex.WOMAN, Sex.MAN, None)


def is_group(chosen: Target) -> bool:
    """Whether it says of anybody at all whose answers are wanted."""
    return (chosen.okrug, chosen.sex, chosen.age) != (None, None, None)


def _sex(_: Words, which: Sex | None) -> str:
    return _.plain("Everybody") if which is None else names.sex(_, which)


def _pick(view: SurveyView, chosen: Target, sex: Sex | None, age: AgeBand | None, text: str, *, on: bool) -> Button:
    does = own.WantFrom(survey=view.survey.id, okrug=chosen.okrug or "", sex=sex, age=age)
    return Button(f"{'✔️ ' if on else ''}{text}", does)


def _under(_: Words, view: SurveyView, lines: list[Html], trouble: str | None) -> Html:
    wrong = [] if trouble is None else [escaped(f"⚠️ {trouble}")]
    return Html("\n\n".join([*wrong, speech.heading(_, view.survey), *lines]))


def _back(_: Words, view: SurveyView, side: SurveySide) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), own.OpenSide(survey=view.survey.id, side=side)))

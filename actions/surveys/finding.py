"""What the screens of who looks after surveys need: one survey with what it lacks and how far it is, and lists."""

from collections.abc import Mapping

from actions.context import Context, action
from actions.surveys import forms
from actions.surveys.common import in_hand, is_exact
from domain.audiences import RuleKind
from domain.permissions import Act, scope
from domain.roles import Grant, Role
from domain.surveys.survey import Listed, Live, Part, Survey, SurveyState, SurveyView, in_steps
from domain.surveys.targets import Segment, reached
from domain.territories import Territory
from storage import audiences, facts, territories
from storage.database import Connection
from storage.surveys import responses
from storage.surveys import surveys as store

DRAFTS, PAGE = 5, 8


def view_of(connection: Connection, ctx: Context, survey_id: int) -> SurveyView:
    """A survey as who looks after it sees it."""
    found, _grant = in_hand(connection, ctx, survey_id)
    form = forms.form_of(connection, found.id, found.form_version)
    hindrances = forms.hindrances(form, found)
    return SurveyView(
        survey=found,
        territory=_named(connection, None if found.place is None else found.place.code),
        questions=forms.size(form),
        missing=(*found.missing(questions=forms.size(form), now=ctx.now), *hindrances),
        people=audiences.size(connection, found.audience),
        exact=is_exact(ctx, found.place),
        live=_live(connection, found),
        bot_username=facts.fact(connection, facts.BOT_USERNAME),
        untranslated=hindrances.get(Part.TRANSLATIONS, ()),
        named_only=hindrances.get(Part.NAMED_ONLY, ()),
        named=_of_audience(connection, found),
    )


def _live(connection: Connection, found: Survey) -> tuple[Live, ...]:
    # While it is open everybody sees the same few figures; the rest is for after its end.
    if found.state is not SurveyState.OPEN:
        return ()
    finished = responses.finished_by_segment(connection, found.id)
    targets = found.options.targets
    live = [
        Live(
            _named(connection, one.target.okrug),
            in_steps(one.finished),
            one.target.number,
            one.target.sex,
            one.target.age,
        )
        for one in reached(targets, finished)
    ]
    with_target = {one.okrug for one in targets if one.sex is None and one.age is None}
    live += [
        Live(_named(connection, code), in_steps(number))
        for code, number in by_okrug(finished).items()
        if code not in with_target
    ]
    return tuple(sorted(live, key=lambda one: (one.sex is not None or one.age is not None, -one.finished)))


def by_okrug(finished: Mapping[Segment, int]) -> dict[str | None, int]:
    """How many finished in each okrug."""
    counted: dict[str | None, int] = {}
    for segment, number in finished.items():
        counted[segment.okrug] = counted.get(segment.okrug, 0) + number
    return counted


def _of_audience(connection: Connection, found: Survey) -> dict[str, Territory]:
    including = found.audience.including()
    codes = (*including.get(RuleKind.TERRITORY, ()), *including.get(RuleKind.VILLAGE, ()))
    codes += tuple(target.okrug for target in found.options.targets if target.okrug is not None)
    return {code: place for code in codes if (place := territories.territory(connection, code)) is not None}


def _named(connection: Connection, code: str | None) -> Territory | None:
    return None if code is None else territories.territory(connection, code)


@action(Act.MAKE_SURVEY)
async def show(ctx: Context, survey_id: int) -> SurveyView:
    """One survey that the person looks after."""
    return await ctx.read(view_of, ctx, survey_id)


@action(Act.MAKE_SURVEY)
async def mine(ctx: Context, page: int) -> tuple[tuple[Listed, ...], tuple[Listed, ...], bool]:
    """One's drafts, a page of what was opened where one looks after surveys, and whether there is more."""
    grants = [grant for grant in scope(ctx.actor, Act.MAKE_SURVEY) if grant.role is not Role.COMMITTEE]
    places = [grant.place for grant in grants]
    where = None if None in places else [place for place in places if place is not None]

    def look(connection: Connection) -> tuple[tuple[Listed, ...], tuple[Listed, ...], bool]:
        begun = store.drafts(connection, ctx.actor.id, DRAFTS) if page == 0 else []
        found = store.looked_after(connection, where, ctx.actor.id, limit=PAGE + 1, offset=page * PAGE)
        return _listed(connection, begun), _listed(connection, found[:PAGE]), len(found) > PAGE

    return await ctx.read(look)


def _listed(connection: Connection, found: list[Survey]) -> tuple[Listed, ...]:
    return tuple(Listed(one, _named(connection, None if one.place is None else one.place.code)) for one in found)


@action(Act.MAKE_SURVEY)
async def roles(ctx: Context) -> tuple[tuple[Grant, Territory | None], ...]:
    """The roles under which the person may ask, with their territories."""

    def look(connection: Connection) -> tuple[tuple[Grant, Territory | None], ...]:
        return tuple(
            (grant, _named(connection, None if grant.place is None else grant.place.code))
            for grant in scope(ctx.actor, Act.MAKE_SURVEY)
        )

    return await ctx.read(look)

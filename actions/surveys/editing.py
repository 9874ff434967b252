"""Making the questions of a survey: by hand, from a file, from a template, from another survey.

While it is a draft its author changes what they like. Once it is open only words can be corrected, and that makes a new
version: whoever has begun goes on with theirs, and results tell the two apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from actions.context import Context, action
from actions.surveys import forms
from actions.surveys.common import change, in_hand, is_repeat, note
from actions.surveys.drafting import begin_under
from actions.surveys.finding import view_of
from domain.languages import Language, Localized
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.surveys import conditions, copying, editing
from domain.surveys.editing import NAMED, READY, Edited, Way
from domain.surveys.forms import Form
from domain.surveys.importing import LONGEST_CHOICE, Imported
from domain.surveys.survey import LONGEST_TITLE, Kept, Survey, SurveyState
from domain.surveys.translations import Said, Spot, text_at, with_text
from storage.database import Connection
from storage.surveys import responses
from storage.surveys import surveys as store

# A question asked by the way closes after so many days, at this hour.
POLL_DAYS, POLL_CLOSES = 3, time(20)
# More of a person would have to be asked before the one question.
POLL_KEEPS = (Kept.OKRUG, Kept.LANGUAGE)
Work = Callable[[Survey, Form], Form]


def _of(connection: Connection, ctx: Context, survey_id: int, place: int = 0, left_out: tuple[str, ...] = ()) -> Edited:
    view = view_of(connection, ctx, survey_id)
    return Edited(view, form_in_force(connection, view.survey), place, left_out)


def form_in_force(connection: Connection, found: Survey) -> Form:
    """The questions of a survey as they stand, none for a new draft."""
    form = forms.form_of(connection, found.id, found.form_version)
    return editing.empty(found.id, found.title or Localized(kk="—")) if form is None else form


@action(Act.MAKE_SURVEY)
async def show(ctx: Context, survey_id: int, place: int = 0) -> Edited:
    """A survey that the person looks after, with its questions."""
    return await ctx.read(_of, ctx, survey_id, place)


async def _edit(
    ctx: Context, survey_id: int, seen: int | None, place: int | None, work: Work, *, wording: bool = False
) -> Edited:
    """Change the questions, and show the one at `place` (None: the last)."""

    def write(connection: Connection) -> Edited:
        if not is_repeat(connection, ctx, survey_id):
            found, grant = in_hand(connection, ctx, survey_id, hold=True)
            if found.state is not SurveyState.DRAFT and not (wording and found.state is SurveyState.OPEN):
                raise Refused("survey_left")
            if seen is not None and found.version != seen:
                raise Refused("changed")
            before = form_in_force(connection, found)
            _keep(connection, ctx, found, before, work(found, before))
            if found.state is SurveyState.OPEN:
                note(connection, ctx, grant, found, "corrected")
        edited = _of(connection, ctx, survey_id)
        return replace(edited, place=len(edited.form.questions) - 1 if place is None else place)

    return await ctx.write(write)


def _keep(connection: Connection, ctx: Context, found: Survey, before: Form, after: Form) -> None:
    titled = _title_too(found, before, after)
    if found.state is SurveyState.DRAFT:
        # A trial may stand at a question that is not there any more.
        responses.delete_trials(connection, found.id)
        store.set_definition(connection, found.id, found.form_version, after.as_dict(), ctx.now)
        change(connection, ctx, found, **titled)
        return
    number = found.form_version + 1
    store.set_definition(connection, found.id, number, after.as_dict(), ctx.now)
    change(connection, ctx, found, form_version=number, **titled)


def _title_too(found: Survey, before: Form, after: Form) -> dict[str, Localized]:
    """The title of a survey of one question, which says the same as that question does, and goes on to."""
    if len(before.questions) != 1 or len(after.questions) != 1 or found.title is None:
        return {}
    asked, asks = before.questions[0].label, after.questions[0].label
    if asked is None or asks is None or not asked.as_dict().items() >= found.title.as_dict().items():
        return {}
    return {"title": Localized(**{code: cut_title(said) for code, said in asks.as_dict().items()})}


def cut_title(said: str) -> str:
    """A text on one line, as long as a title may be."""
    line = " ".join(said.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


@action(Act.MAKE_SURVEY)
async def add(ctx: Context, survey_id: int, language: Language, text: str) -> Edited:
    """One more question at the end, answered in words until its way is chosen."""
    return await _edit(ctx, survey_id, None, None, lambda _found, form: editing.added(form, language, text))


@action(Act.MAKE_SURVEY)
async def answer_by(
    ctx: Context, survey_id: int, seen: int, place: int, way: Way, ready: Sequence[Localized] = ()
) -> Edited:
    """Choose how a question is answered; `ready` are the choices of a way that brings its own."""
    if (way in READY) != bool(ready):
        raise Refused("old_button")

    def work(found: Survey, form: Form) -> Form:
        if found.anonymous and way in NAMED:
            raise Refused("survey_named_only")
        return editing.with_way(form, place, way, ready)

    return await _edit(ctx, survey_id, seen, place, work)


@action(Act.MAKE_SURVEY)
async def write_choices(ctx: Context, survey_id: int, seen: int, place: int, language: Language, text: str) -> Edited:
    """Write the choices of a question, each on a line; those of an open survey can only be worded otherwise."""

    def work(found: Survey, form: Form) -> Form:
        after = editing.with_choices(form, place, language, text)
        there = len(editing.at(form, place).choices)
        if found.state is SurveyState.OPEN and len(after.questions[place].choices) != there:
            raise Refused("choices_as_many", number=there)
        return after

    return await _edit(ctx, survey_id, seen, place, work, wording=True)


@action(Act.MAKE_SURVEY)
async def say(ctx: Context, survey_id: int, seen: int, spot: Spot, language: Language, text: str) -> Edited:
    """Write a text of a question in a language; of an open survey that is a new version."""
    said = editing.checked(text, LONGEST_CHOICE if spot.said is Said.CHOICE else editing.LONGEST.get(spot.said, 1000))

    def work(found: Survey, form: Form) -> Form:
        if found.state is SurveyState.OPEN and text_at(form, spot) is None:
            # What is said anew would be in one language only.
            raise Refused("survey_left")
        try:
            return editing.tidied(with_text(form, spot, language, said))
        except LookupError:
            raise Refused("old_button") from None

    return await _edit(ctx, survey_id, seen, spot.question, work, wording=True)


@action(Act.MAKE_SURVEY)
async def require(ctx: Context, survey_id: int, seen: int, place: int, *, on: bool) -> Edited:
    """Let a question be skipped, or not."""
    return await _edit(ctx, survey_id, seen, place, lambda _found, form: editing.required(form, place, on=on))


@action(Act.MAKE_SURVEY)
async def ask_if(ctx: Context, survey_id: int, seen: int, place: int, other: int, choice: int, *, on: bool) -> Edited:
    """Ask a question only if an earlier one has this answer, or one of several chosen so."""

    def work(_found: Survey, form: Form) -> Form:
        return conditions.asked_if(form, place, other, choice, on=on)

    return await _edit(ctx, survey_id, seen, place, work)


@action(Act.MAKE_SURVEY)
async def ask_always(ctx: Context, survey_id: int, seen: int, place: int) -> Edited:
    """Ask a question whatever was answered before."""
    return await _edit(ctx, survey_id, seen, place, lambda _found, form: conditions.always_asked(form, place))


@action(Act.MAKE_SURVEY)
async def move(ctx: Context, survey_id: int, seen: int, place: int, by: int) -> Edited:
    """Put a question one place up or down."""
    return await _edit(ctx, survey_id, seen, place + by, lambda _found, form: editing.moved(form, place, by))


@action(Act.MAKE_SURVEY)
async def remove(ctx: Context, survey_id: int, seen: int, place: int) -> Edited:
    """Take a question out."""
    return await _edit(ctx, survey_id, seen, max(place - 1, 0), lambda _found, form: editing.without(form, place))


@action(Act.MAKE_SURVEY)
async def take_over(ctx: Context, survey_id: int, imported: Imported) -> Edited:
    """Take the questions of a file in place of those that are there; a survey without a title gets the form's."""

    def write(connection: Connection) -> Edited:
        if not is_repeat(connection, ctx, survey_id):
            found, _grant = in_hand(connection, ctx, survey_id, hold=True)
            if found.state is not SurveyState.DRAFT:
                raise Refused("survey_left")
            titled = _titled(connection, ctx, found, imported.form)
            before = form_in_force(connection, titled)
            _keep(connection, ctx, titled, before, copying.with_files_of(imported.form, before))
        return _of(connection, ctx, survey_id, left_out=imported.left_out)

    return await ctx.write(write)


def _titled(connection: Connection, ctx: Context, found: Survey, form: Form) -> Survey:
    """The survey with a title, of what it was copied or read from if it had none."""
    if found.title is not None:
        return found
    titles = {code: cut_title(said) for code, said in form.title.as_dict().items()}
    change(connection, ctx, found, title=Localized(**titles))
    again = store.survey(connection, found.id, hold=True)
    if again is None:
        raise Refused("no_such_survey")
    return again


@action(Act.MAKE_SURVEY)
async def copy_template(ctx: Context, survey_id: int, template: Form) -> Edited:
    """Put the questions of a template behind those that are there."""

    def write(connection: Connection) -> Edited:
        return _copied(connection, ctx, survey_id, None, template, [one.name for one in template.questions])

    return await ctx.write(write)


@action(Act.MAKE_SURVEY)
async def copy(ctx: Context, survey_id: int, seen: int, source_id: int, place: int | None) -> Edited:
    """Put a question of another survey that one looks after behind those that are there, or (None) all of them."""

    def write(connection: Connection) -> Edited:
        source, _grant = in_hand(connection, ctx, source_id)
        form = form_in_force(connection, source)
        chosen = form.questions if place is None else (editing.at(form, place),)
        return _copied(connection, ctx, survey_id, seen, form, [one.name for one in chosen])

    return await ctx.write(write)


def _copied(
    connection: Connection, ctx: Context, survey_id: int, seen: int | None, source: Form, chosen: Sequence[str]
) -> Edited:
    if is_repeat(connection, ctx, survey_id):
        return _of(connection, ctx, survey_id)
    found, _grant = in_hand(connection, ctx, survey_id, hold=True)
    if found.state is not SurveyState.DRAFT:
        raise Refused("survey_left")
    if seen is not None and found.version != seen:
        raise Refused("changed")
    before = form_in_force(connection, found)
    after = copying.copied(before, source, chosen)
    _keep(connection, ctx, _titled(connection, ctx, found, source), before, after)
    return _of(connection, ctx, survey_id, len(before.questions))


@action(Act.MAKE_SURVEY)
async def begin_poll(ctx: Context, grant_id: int, language: Language, text: str) -> Edited:
    """Begin a survey of one question, which is its title too; it closes in three days."""
    grant = next((one for one in scope(ctx.actor, Act.MAKE_SURVEY) if one.id == grant_id), None)
    if grant is None:
        raise Refused("not_allowed")
    said = editing.checked(" ".join(text.split()), LONGEST_TITLE)

    def start(connection: Connection) -> Edited:
        number = begin_under(connection, ctx, grant)
        found, _grant = in_hand(connection, ctx, number, hold=True)
        title = Localized(**{language: said})
        if found.title is None:
            form = editing.added(editing.empty(number, title), language, said)
            store.set_definition(connection, number, found.form_version, form.as_dict(), ctx.now)
            options = replace(found.options, keeps=POLL_KEEPS)
            change(connection, ctx, found, title=title, closes_at=_in_days(ctx), options=options)
        return _of(connection, ctx, number)

    return await ctx.write(start)


def _in_days(ctx: Context) -> datetime:
    zone = ctx.shared.zone
    return datetime.combine(ctx.now.astimezone(zone).date() + timedelta(days=POLL_DAYS), POLL_CLOSES, zone)

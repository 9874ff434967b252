"""Answering a survey: every press is stored at once, and where one stands is what the database says.

A press names the turn it belongs to. One of an earlier turn (a double tap, an old message, the other phone, what
Telegram hands over again after a crash) changes nothing and shows where one stands.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from actions.context import Context, action
from actions.surveys.forms import form_of
from actions.surveys.seats import Entry, about, answered_form, asking_of, enter, mine, question_seat, reads, seat
from domain.contents import Attached
from domain.people import AgeBand, Profile, Sex, age_is_due
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.forms import ACKNOWLEDGED, SEVERAL, Question, QuestionKind, together
from domain.surveys.sessions import (
    KEY_BYTES,
    LONGEST_VOICE,
    MOST_STEPS,
    Response,
    Seat,
    Stage,
    asked_of,
    attachment_of,
    following,
    response_id,
    spoken,
    steps_of,
)
from domain.surveys.survey import Kept, Progress, Survey, SurveyState
from domain.surveys.targets import Segment, wanted
from domain.surveys.typed import NotUnderstood, read_answer
from storage import people
from storage.database import Connection
from storage.surveys import attachments, keys, participation, responses
from storage.surveys import surveys as store

# Before the first question


@action(Act.ANSWER_SURVEY)
async def look(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Where the person stands in a survey that asks them."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def find(connection: Connection) -> Seat:
        return seat(connection, ctx, enter(connection, ctx, survey_id, code), code)

    return await ctx.read(find)


@action(Act.ANSWER_SURVEY)
async def by_link(ctx: Context, code: str) -> Seat:
    """The survey whose link was opened."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def find(connection: Connection) -> Seat:
        found = store.by_code(connection, code)
        if found is None or found.state in (SurveyState.DRAFT, SurveyState.PLANNED):
            raise Refused("no_such_survey")
        return seat(connection, ctx, enter(connection, ctx, found.id, found.code), found.code)

    return await ctx.read(find)


@action(Act.ANSWER_SURVEY)
async def begin(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Begin to answer, or go on; what is still to be known of the person is asked first."""
    return await _begin(ctx, survey_id, code, lambda _connection: None)


@action(Act.ANSWER_SURVEY)
async def tell_sex(ctx: Context, survey_id: int, sex: Sex, code: str = "") -> Seat:
    """Say one's sex, or that one would rather not, and begin."""
    return await _begin(ctx, survey_id, code, lambda connection: people.set_sex(connection, ctx.actor.id, sex))


@action(Act.ANSWER_SURVEY)
async def tell_age(ctx: Context, survey_id: int, age: AgeBand, code: str = "") -> Seat:
    """Say one's age band, or that one would rather not, and begin."""
    return await _begin(
        ctx, survey_id, code, lambda connection: people.set_age(connection, ctx.actor.id, age, ctx.today)
    )


async def _begin(ctx: Context, survey_id: int, code: str, tell: Callable[[Connection], None]) -> Seat:
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)
    key = secrets.token_bytes(KEY_BYTES)

    def write(connection: Connection) -> Seat:
        entry = enter(connection, ctx, survey_id, code, hold=True)
        if not entry.trial and not entry.survey.takes_answers(ctx.now):
            return seat(connection, ctx, entry, code)
        if entry.trial:
            made = keys.ensure(connection, survey_id, key)
            entry = replace(entry, standing=replace(entry.standing, key=made))
        before = mine(connection, ctx, entry.standing, trial=entry.trial)
        if before is not None and before.state is not Progress.FULL:
            return seat(connection, ctx, entry, code)
        tell(connection)
        return _first(connection, ctx, entry, before, code)

    return await ctx.write(write)


def _first(connection: Connection, ctx: Context, entry: Entry, before: Response | None, code: str) -> Seat:
    survey = entry.survey
    profile = people.profile(connection, ctx.actor.id)
    asks = _to_be_known(ctx, survey, profile)
    if asks is not None:
        return replace(about(connection, ctx, entry, code), stage=asks)
    if profile.age is AgeBand.UNDER_18 and not survey.options.minors:
        _note(connection, ctx, entry, Progress.MINOR)
        return Seat(Stage.MINOR, survey, trial=entry.trial)
    segment = _segment(ctx, entry, profile)
    finished = responses.finished_by_segment(connection, survey.id) if survey.options.targets else {}
    if not wanted(survey.options.targets, finished, segment):
        _start(connection, ctx, entry, segment, "", Progress.FULL)
        _note(connection, ctx, entry, Progress.FULL)
        return Seat(Stage.FULL, survey, trial=entry.trial)
    return _ask_first(connection, ctx, entry, segment, before)


def _to_be_known(ctx: Context, survey: Survey, profile: Profile) -> Stage | None:
    keeps = survey.options.keeps
    if Kept.SEX in keeps and profile.sex is None:
        return Stage.SEX
    needs_age = Kept.AGE in keeps or not survey.options.minors
    return Stage.AGE if needs_age and age_is_due(profile.age_told_on, ctx.today) else None


def _segment(ctx: Context, entry: Entry, profile: Profile) -> Segment:
    keeps = entry.survey.options.keeps
    home = ctx.actor.home
    return Segment(
        okrug=home.code if Kept.OKRUG in keeps and home is not None else None,
        sex=profile.sex if Kept.SEX in keeps else None,
        age=profile.age if Kept.AGE in keeps else None,
        language=reads(ctx, entry.survey) if Kept.LANGUAGE in keeps else None,
        mode=entry.mode.value,
    )


def _ask_first(connection: Connection, ctx: Context, entry: Entry, segment: Segment, before: Response | None) -> Seat:
    survey = entry.survey
    form = form_of(connection, survey.id, survey.form_version)
    if form is None:
        raise Refused("no_such_survey")
    if before is None:
        _start(connection, ctx, entry, segment, "", Progress.BEGUN)
    begun = mine(connection, ctx, entry.standing, trial=entry.trial)
    if begun is None:
        raise Refused("no_such_survey")
    asking = asking_of(ctx, survey, form, begun)
    first = following(asking, "")
    if first is None:
        raise Refused("no_such_survey")
    responses.step(connection, begun, first.name, Progress.BEGUN)
    _note(connection, ctx, entry, Progress.BEGUN)
    return question_seat(survey, asking, replace(begun, position=first.name, turn=begun.turn + 1))


def _start(
    connection: Connection, ctx: Context, entry: Entry, segment: Segment, position: str, state: Progress
) -> None:
    key = entry.standing.key
    if key is None:
        raise Refused("no_such_survey")
    responses.begin(
        connection,
        entry.survey,
        response_id(key, ctx.actor.id, trial=entry.trial),
        segment,
        person_id=ctx.actor.id,
        position=position,
        day=ctx.today,
        state=state,
        trial=entry.trial,
    )


def _note(connection: Connection, ctx: Context, entry: Entry, progress: Progress) -> None:
    if not entry.trial:
        participation.note(connection, entry.survey.id, ctx.actor.id, progress, entry.mode, ctx.today)


@action(Act.ANSWER_SURVEY)
async def decline(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Say that one does not want to answer: nothing more is asked, and one may still change one's mind."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def write(connection: Connection) -> Seat:
        entry = enter(connection, ctx, survey_id, code, hold=True)
        if entry.trial or not entry.survey.takes_answers(ctx.now):
            return seat(connection, ctx, entry, code)
        if entry.standing.progress in (Progress.BEGUN, Progress.FINISHED):
            return seat(connection, ctx, entry, code)
        _note(connection, ctx, entry, Progress.DECLINED)
        return Seat(Stage.DECLINED, entry.survey, code=code)

    return await ctx.write(write)


# A question


class _Step:
    """One step in a response: the question it stands at, and what can be done there."""

    def __init__(self, connection: Connection, ctx: Context, survey: Survey, response: Response) -> None:
        self.connection, self.ctx, self.survey, self.response = connection, ctx, survey, response
        form = answered_form(connection, ctx, response)
        self.asking = asking_of(ctx, survey, form, response)
        self.question = form.question(response.position)

    def stands(self) -> Seat:
        """The seat as it is."""
        return question_seat(self.survey, self.asking, self.response)

    def wrong(self, question: Question, trouble: str) -> Seat:
        """The same question, with what is wrong."""
        asked = asked_of(self.asking, question, self.response.turn, trouble=trouble)
        return Seat(Stage.QUESTION, self.survey, asked=asked, trial=self.response.trial)

    def answer(self, question: Question, value: str) -> Seat:
        """Store an answer (empty: skipped) and go on, or say what is wrong with it."""
        trouble = self.asking.trouble(question, value)
        if trouble is not None:
            return self.wrong(question, trouble)
        self.keep(question, value)
        return self.go_on(question)

    def keep(self, question: Question, value: str) -> None:
        """Store an answer and stay."""
        if self.response.answers.get(question.name) == value:
            return
        counted = self.response.state is Progress.FINISHED and value != ""
        responses.put(self.connection, self.response, question.name, value, counted=counted)
        self._now({**self.response.answers, question.name: value})

    def clear(self, question: Question) -> None:
        """Have no answer to this question, and stay."""
        responses.take_out(self.connection, self.response, question.name)
        self._now({name: value for name, value in self.response.answers.items() if name != question.name})

    def _now(self, answers: dict[str, str]) -> None:
        self.response = replace(self.response, answers=answers)
        self.asking = replace(self.asking, answers=answers)

    def go_on(self, question: Question) -> Seat:
        """Ask what comes next; at the end the response is finished, and counted."""
        after = following(self.asking, question.name)
        done = after is None
        state = Progress.FINISHED if done else self.response.state
        self.move("" if after is None else after.name, state)
        if state is Progress.FINISHED:
            self._count()
        if done and not self.response.trial:
            self._note_finished()
        return self.stands()

    def move(self, position: str, state: Progress | None = None) -> None:
        """Stand somewhere else from now on."""
        state = state or self.response.state
        responses.step(self.connection, self.response, position, state)
        self.response = replace(self.response, position=position, state=state, turn=self.response.turn + 1)

    def _count(self) -> None:
        counted = self.asking.counted()
        for name, value in counted.items():
            if name not in self.response.answers:
                responses.put(self.connection, self.response, name, value, counted=True)
        responses.count_only(self.connection, self.response, counted)

    def _note_finished(self) -> None:
        survey, person = self.survey, self.ctx.actor.id
        participation.finish(self.connection, survey.id, person, self.ctx.today)


async def _step(
    ctx: Context,
    survey_id: int,
    turn: int,
    work: Callable[[_Step, Question], Seat],
    *,
    sent_at: datetime | None = None,
) -> Seat:
    """Take one step at the question where the response stands."""

    def at_question(step: _Step) -> Seat:
        return step.stands() if step.question is None else work(step, step.question)

    return await _anywhere(ctx, survey_id, turn, at_question, sent_at=sent_at)


async def _anywhere(
    ctx: Context, survey_id: int, turn: int, work: Callable[[_Step], Seat], *, sent_at: datetime | None = None
) -> Seat:
    """Do something with the person's response if it is still at this turn; else show where it stands."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def write(connection: Connection) -> Seat:
        found = responses.standing(connection, survey_id, ctx.actor.id, hold=True)
        if found is None:
            raise Refused("no_such_survey")
        trial = found.survey.state in (SurveyState.DRAFT, SurveyState.PLANNED)
        if not trial and found.progress is None:
            raise Refused("no_such_survey")
        if not trial and _too_late(ctx, found.survey, sent_at):
            return Seat(Stage.OVER, found.survey)
        response = mine(connection, ctx, found, trial=trial)
        if response is None:
            return seat(connection, ctx, enter(connection, ctx, survey_id), "")
        step = _Step(connection, ctx, found.survey, response)
        if response.turn != turn:
            # Of what was written it is said that it was not taken; a second tap is nobody's mistake.
            return replace(step.stands(), missed=sent_at is not None)
        return work(step)

    return await ctx.write(write)


def _too_late(ctx: Context, survey: Survey, sent_at: datetime | None) -> bool:
    return not (survey.takes_answers(ctx.now) if sent_at is None else survey.takes_message(sent_at))


@action(Act.ANSWER_SURVEY)
async def pick(ctx: Context, survey_id: int, turn: int, place: int) -> Seat:
    """Answer with one choice, a number of a range, or that one has read it."""

    def work(step: _Step, question: Question) -> Seat:
        return step.answer(question, _picked(step.asking, question, place))

    return await _step(ctx, survey_id, turn, work)


def _picked(asking: Asking, question: Question, place: int) -> str:
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return ACKNOWLEDGED
    if question.kind is QuestionKind.RANGE:
        there = steps_of(question, MOST_STEPS)
    elif question.kind is QuestionKind.SELECT_ONE:
        there = tuple(choice.name for choice in question.choices)
    else:
        there = ()
    if place >= len(there):
        raise Refused("old_button")
    return there[place]


@action(Act.ANSWER_SURVEY)
async def tick(ctx: Context, survey_id: int, turn: int, place: int, *, on: bool) -> Seat:
    """Tick one of several choices, or take its tick away: it says which it shall be, so twice is once."""

    def work(step: _Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.SELECT_MULTIPLE or place >= len(question.choices):
            raise Refused("old_button")
        name = question.choices[place].name
        chosen = set((step.response.answers.get(question.name) or "").split()) - {name}
        chosen |= {name} if on else set()
        value = together(choice.name for choice in question.choices if choice.name in chosen)
        if value:
            step.keep(question, value)
        else:
            step.clear(question)
        return step.stands()

    return await _step(ctx, survey_id, turn, work)


@action(Act.ANSWER_SURVEY)
async def rank(ctx: Context, survey_id: int, turn: int, position: int, place: int) -> Seat:
    """Put a choice on the next place of one's order: one that has its place, or a place that is taken, stay."""

    def work(step: _Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.RANK or place >= len(question.choices):
            raise Refused("old_button")
        name = question.choices[place].name
        placed = (step.response.answers.get(question.name) or "").split()
        if len(placed) == position and name not in placed:
            step.keep(question, together([*placed, name]))
        return step.stands()

    return await _step(ctx, survey_id, turn, work)


@action(Act.ANSWER_SURVEY)
async def clear(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Begin the order or the ticks of this question anew."""

    def work(step: _Step, question: Question) -> Seat:
        if question.kind not in SEVERAL:
            raise Refused("old_button")
        step.clear(question)
        return step.stands()

    return await _step(ctx, survey_id, turn, work)


@action(Act.ANSWER_SURVEY)
async def done(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Go on from what is ready: ticks, an order, a note that was read, an answer that is there."""

    def work(step: _Step, question: Question) -> Seat:
        if not question.asks:
            return step.go_on(question)
        return step.answer(question, step.response.answers.get(question.name, ""))

    return await _step(ctx, survey_id, turn, work)


@action(Act.ANSWER_SURVEY)
async def skip(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Skip a question that may be: that is an answer too."""
    return await _step(ctx, survey_id, turn, lambda step, question: step.answer(question, ""))


@action(Act.ANSWER_SURVEY)
async def back(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Go back to the question before, whose answer stays until another is given."""

    def work(step: _Step, question: Question) -> Seat:
        before = step.asking.before(question.name)
        if before is not None:
            step.move(before.name)
        return step.stands()

    return await _step(ctx, survey_id, turn, work)


@action(Act.ANSWER_SURVEY)
async def change(ctx: Context, survey_id: int, turn: int, place: int) -> Seat:
    """Be asked a question of the form again; its answer stays until another is given."""

    def work(step: _Step) -> Seat:
        questions = step.asking.form.questions
        if place >= len(questions) or not step.asking.concerns(questions[place]):
            raise Refused("old_button")
        step.move(questions[place].name)
        return step.stands()

    return await _anywhere(ctx, survey_id, turn, work)


# What is written or sent


@action(Act.ANSWER_SURVEY)
async def write(ctx: Context, survey_id: int, turn: int, text: str, sent_at: datetime) -> Seat:
    """Answer in words, a number, a date or a time; what it was understood as is shown with the next question."""

    def work(step: _Step, question: Question) -> Seat:
        try:
            value = read_answer(question, text, step.asking.language, ctx.today)
        except NotUnderstood as wrong:
            return step.wrong(question, wrong.reason)
        return _echoed(step, question, value)

    return await _step(ctx, survey_id, turn, work, sent_at=sent_at)


def _echoed(step: _Step, question: Question, value: str) -> Seat:
    found = step.answer(question, value)
    is_wrong = found.asked is not None and found.asked.trouble is not None
    return found if is_wrong else replace(found, echo=(question, value))


@action(Act.ANSWER_SURVEY)
async def send(ctx: Context, survey_id: int, turn: int, attached: Attached, sent_at: datetime) -> Seat:
    """Answer with a voice or a photo, in a survey with names; open words can be spoken there too."""

    def work(step: _Step, question: Question) -> Seat:
        wrong = _wrong_file(step.survey, question, attached)
        if wrong is not None:
            return step.wrong(question, wrong)
        before = step.response.answers.get(question.name, "")
        number = attachments.keep(step.connection, survey_id, ctx.actor.id, attached, ctx.now)
        value = spoken(number) if question.kind is QuestionKind.TEXT else str(number)
        old = attachment_of(question, before)
        if old is not None and old != number:
            attachments.drop(step.connection, survey_id, old)
        return _echoed(step, question, value)

    return await _step(ctx, survey_id, turn, work, sent_at=sent_at)


def _wrong_file(survey: Survey, question: Question, attached: Attached) -> str | None:
    voice = attached.kind in ("voice", "audio")
    if survey.anonymous:
        return "words_only"
    if question.kind is QuestionKind.IMAGE:
        return None if attached.kind == "photo" else "photo"
    if question.kind not in (QuestionKind.TEXT, QuestionKind.AUDIO):
        return "kind"
    if not voice:
        return "voice"
    return "voice_long" if (attached.duration or 0) > LONGEST_VOICE else None


@action(Act.ANSWER_SURVEY)
async def locate(ctx: Context, survey_id: int, turn: int, latitude: float, longitude: float, sent_at: datetime) -> Seat:
    """Answer with a place on the map."""

    def work(step: _Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.GEOPOINT or step.survey.anonymous:
            return step.wrong(question, "kind")
        return _echoed(step, question, f"{latitude:.5f} {longitude:.5f}")

    return await _step(ctx, survey_id, turn, work, sent_at=sent_at)

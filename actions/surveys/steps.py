"""One step in a response: what is done at the question where it stands, if the press belongs to its turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from actions.context import Context
from actions.surveys.seats import answered_form, asking_of, enter, mine, question_seat, seat
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.forms import Question
from domain.surveys.sessions import Response, Seat, Stage, asked_of, following
from domain.surveys.survey import Progress, Survey, SurveyState
from storage.database import Connection
from storage.surveys import participation, responses


class Step:
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

    @classmethod
    async def at_question(
        cls,
        ctx: Context,
        survey_id: int,
        turn: int,
        work: Callable[["Step", Question], Seat],
        *,
        sent_at: datetime | None = None,
    ) -> Seat:
        """Take one step at the question where the response stands."""

        def there(step: "Step") -> Seat:
            return step.stands() if step.question is None else work(step, step.question)

        return await cls.at_turn(ctx, survey_id, turn, there, sent_at=sent_at)

    @classmethod
    async def at_turn(
        cls, ctx: Context, survey_id: int, turn: int, work: Callable[["Step"], Seat], *, sent_at: datetime | None = None
    ) -> Seat:
        """Do something with the person's response if it is still at this turn; else show where it stands."""
        ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

        def write(connection: Connection) -> Seat:
            found = ctx.shared.forms.standing(connection, survey_id, ctx.actor.id)
            if found is None:
                raise Refused("no_such_survey")
            trial = found.survey.state in (SurveyState.DRAFT, SurveyState.PLANNED)
            if not trial and found.progress is None:
                return seat(connection, ctx, enter(connection, ctx, survey_id), "")
            if not trial and _too_late(ctx, found.survey, sent_at):
                return Seat(Stage.OVER, found.survey)
            response = mine(connection, ctx, found, trial=trial)
            if response is None:
                return seat(connection, ctx, enter(connection, ctx, survey_id), "")
            step = cls(connection, ctx, found.survey, response)
            if response.turn != turn:
                # Of what was written it is said that it was not taken; a second tap is nobody's mistake.
                return replace(step.stands(), missed=sent_at is not None)
            return work(step)

        return await ctx.write_repeatable(write)


def _too_late(ctx: Context, survey: Survey, sent_at: datetime | None) -> bool:
    return not (survey.takes_answers(ctx.now) if sent_at is None else survey.takes_message(sent_at))

"""Answering an issue: deeds by buttons, words and dates by what is typed."""

from datetime import date, timedelta

from actions.issues import answering as actions
from actions.issues import merging, moderating, solving, undoing
from domain.issues.cases import Case, Twins
from domain.issues.duties import STATE_OF, Deed, months_on, read_people
from domain.issues.moderation import Reason
from domain.issues.states import IssueState
from domain.moments import read_day
from domain.refusals import Refused
from handlers.issues.common import Doing, asked, awaiting, did, doing, done, shown
from handlers.visit import Reply, Routes, Shown, Visit
from screens.issues import answer as screens
from screens.issues import buttons, verdicts
from screens.issues.buttons import More

SAY, OTHER, DONE, REACHED = "issue_say", "issue_other", "issue_done", "issue_people"
PROMISE, SAME = "issue_until", "issue_same"
_AT_ONCE = frozenset({Deed.REVIEW, Deed.BEGIN, Deed.PLAN})
_WITH_WORDS = frozenset({Deed.ANSWER, Deed.SOLVE, Deed.DECLINE, Deed.HIDE})


async def open_desk(visit: Visit, button: buttons.DeskIssue) -> Shown:
    """An issue as its desk sees it."""
    return shown(visit, await actions.show(visit.ctx, button.issue))


async def do(visit: Visit, button: buttons.DoDeed) -> Shown:
    """Do something with an issue, or ask for what belongs to it."""
    number, version, deed = button.issue, button.version, button.deed
    if deed in _AT_ONCE:
        outcome = await doing(visit, number, _state(visit, button))
        if isinstance(outcome, Reply):
            return outcome
        return _ask_promise(visit, outcome) if deed is Deed.PLAN else done(visit, outcome)
    simple: dict[Deed, Doing] = {
        Deed.LET_IN: lambda: moderating.let_in(visit.ctx, number, version),
        Deed.RESTORE: lambda: moderating.restore(visit.ctx, number, version),
        Deed.UNMERGE: lambda: merging.unmerge(visit.ctx, number, version),
    }
    if deed in simple:
        return await did(visit, number, simple[deed])
    return await _ask(visit, number, version, deed)


def _state(visit: Visit, button: buttons.DoDeed) -> Doing:
    return lambda: actions.set_state(visit.ctx, button.issue, button.version, STATE_OF[button.deed])


async def _ask(visit: Visit, number: int, version: int, deed: Deed) -> Shown:
    case = await actions.show(visit.ctx, number)
    if deed not in case.deeds:
        return Reply(shown(visit, case), alert=screens.changed(visit.words, case.thread.steps[-1]))
    if deed in _WITH_WORDS:
        # The version of the button, so that what happened since it was made is noticed.
        awaits = awaiting(SAY, number, version, deed.value)
        return Reply(screens.ask_words(visit.words, case, deed), awaits=awaits)
    if deed is Deed.PROMISE:
        return _ask_promise(visit, case)
    if deed is Deed.SEND_ON:
        return screens.ask_desk(visit.words, case)
    if deed is Deed.BAN:
        return screens.ask_ban_days(visit.words, case)
    twins = await merging.alike(visit.ctx, number)
    screen = screens.twins(visit.words, twins, visit.ctx.now)
    return Reply(screen, awaits=awaiting(SAME, number, case.issue.version))


def _ask_promise(visit: Visit, case: Case) -> Reply:
    awaits = awaiting(PROMISE, case.issue.id, case.issue.version)
    return Reply(screens.ask_promise(visit.words, case), awaits=awaits)


async def said(visit: Visit, text: str) -> Shown:
    """The words came: an answer, what was done, why not."""
    wanted = asked(visit)
    number, version = wanted.issue, wanted.number(0)
    try:
        deed = Deed(wanted.parts[1])
    except (IndexError, ValueError) as error:
        raise Refused("old_button") from error
    doings: dict[Deed, Doing] = {
        Deed.ANSWER: lambda: actions.answer(visit.ctx, number, version, text),
        Deed.SOLVE: lambda: actions.set_state(visit.ctx, number, version, IssueState.SOLVED, text),
        Deed.DECLINE: lambda: actions.set_state(visit.ctx, number, version, IssueState.DECLINED, text),
        Deed.HIDE: lambda: moderating.hide(visit.ctx, number, version, Reason(None, text)),
    }
    if deed not in doings:
        raise Refused("old_button")
    outcome = await doing(visit, number, doings[deed])
    if isinstance(outcome, Reply):
        return outcome
    if deed is Deed.SOLVE and outcome.undo is not None:
        return _ask_done(visit, outcome, outcome.undo.step.id)
    return done(visit, outcome)


def _ask_done(visit: Visit, case: Case, step: int) -> Reply:
    return Reply(screens.ask_done(visit.words, case, step), awaits=awaiting(DONE, case.issue.id, step))


async def reason(visit: Visit, button: buttons.GiveReason) -> Shown:
    """Decline or hide for a ready reason."""
    number, version, why = button.issue, button.version, button.why
    if button.deed is Deed.DECLINE:
        return await did(
            visit, number, lambda: actions.set_state(visit.ctx, number, version, IssueState.DECLINED, why=why)
        )
    if button.deed is Deed.HIDE:
        return await did(visit, number, lambda: moderating.hide(visit.ctx, number, version, Reason(why)))
    raise Refused("old_button")


async def send_on(visit: Visit, button: buttons.SendOn) -> Shown:
    """Bring it to another desk."""
    return await did(visit, button.issue, lambda: actions.pass_on(visit.ctx, button.issue, button.version, button.desk))


async def merge(visit: Visit, button: buttons.MergeInto) -> Shown:
    """Let it go on as another."""
    return await did(visit, button.issue, lambda: merging.merge(visit.ctx, button.issue, button.version, button.into))


async def same_number(visit: Visit, text: str) -> Shown:
    """The number of the other one was typed."""
    wanted = asked(visit)

    twins: list[Twins] = []

    async def find() -> Case:
        twins.append(await merging.by_number(visit.ctx, wanted.issue, text[:100]))
        return twins[0].case

    outcome = await doing(visit, wanted.issue, find)
    return outcome if isinstance(outcome, Reply) else screens.confirm_merge(visit.words, twins[0], visit.ctx.now)


async def take_back(visit: Visit, button: buttons.TakeBackStep) -> Shown:
    """Take the last step back."""
    return await did(visit, button.issue, lambda: undoing.take_back(visit.ctx, button.issue, button.step))


# More about a step


async def say_more(visit: Visit, button: buttons.SayMore) -> Shown:
    """Be asked for more; the step waits meanwhile."""
    case = await actions.hold(visit.ctx, button.issue, button.step)
    if button.what is More.DONE:
        return _ask_done(visit, case, button.step)
    if button.what is More.REACHED:
        return _ask_reached(visit, case, button.step)
    step = next((one for one in case.thread.steps if one.id == button.step), None)
    if step is None:
        raise Refused("old_button")
    awaits = awaiting(OTHER, button.issue, button.step)
    return Reply(screens.ask_language(visit.words, case, step), awaits=awaits)


def _ask_reached(visit: Visit, case: Case, step: int) -> Reply:
    return Reply(screens.ask_reached(visit.words, case, step), awaits=awaiting(REACHED, case.issue.id, step))


async def other_language(visit: Visit, text: str) -> Shown:
    """The same words in the other language came."""
    wanted = asked(visit)
    return await did(
        visit, wanted.issue, lambda: actions.in_other_language(visit.ctx, wanted.issue, wanted.number(0), text)
    )


async def done_on(visit: Visit, button: buttons.DoneOn) -> Shown:
    """When it was done, by a button."""
    if button.days_ago > 366:
        raise Refused("old_button")
    return await _done_on(visit, button.issue, button.step, visit.ctx.today - timedelta(days=button.days_ago))


async def done_typed(visit: Visit, text: str) -> Shown:
    """When it was done, as typed."""
    wanted = asked(visit)
    return await _done_on(visit, wanted.issue, wanted.number(0), _day(visit, text))


def _day(visit: Visit, text: str) -> date | None:
    return read_day(text[:100], visit.words.language, visit.ctx.today)


async def _done_on(visit: Visit, number: int, step: int, day: date | None) -> Shown:
    async def say() -> Case:
        if day is None:
            raise Refused("not_a_day")
        return await actions.how_solved(visit.ctx, number, step, done_on=day)

    outcome = await doing(visit, number, say)
    return outcome if isinstance(outcome, Reply) else _ask_reached(visit, outcome, step)


async def reached_typed(visit: Visit, text: str) -> Shown:
    """How many people it reached."""
    wanted = asked(visit)

    async def say() -> Case:
        return await actions.how_solved(visit.ctx, wanted.issue, wanted.number(0), reached=read_people(text[:100]))

    return await did(visit, wanted.issue, say)


async def promise(visit: Visit, button: buttons.PromiseDay) -> Shown:
    """By which day, by a button."""
    if button.months > 60:
        raise Refused("old_button")
    day = months_on(visit.ctx.today, button.months) if button.months else None
    return await did(visit, button.issue, lambda: actions.promise(visit.ctx, button.issue, button.version, day))


async def promise_typed(visit: Visit, text: str) -> Shown:
    """By which day, as typed."""
    wanted = asked(visit)

    async def say() -> Case:
        day = _day(visit, text)
        if day is None:
            raise Refused("not_a_day")
        return await actions.promise(visit.ctx, wanted.issue, wanted.number(0), day)

    return await did(visit, wanted.issue, say)


async def judge(visit: Visit, button: buttons.JudgeSolved) -> Shown:
    """Say whether it is solved."""
    found = await solving.judge(visit.ctx, button.issue, button.round, solved=button.solved)
    return verdicts.judged(visit.words, found)


ROUTES = Routes(
    presses={
        buttons.DeskIssue: open_desk,
        buttons.DoDeed: do,
        buttons.GiveReason: reason,
        buttons.SendOn: send_on,
        buttons.MergeInto: merge,
        buttons.TakeBackStep: take_back,
        buttons.SayMore: say_more,
        buttons.DoneOn: done_on,
        buttons.PromiseDay: promise,
        buttons.JudgeSolved: judge,
    },
    texts={
        SAY: said,
        OTHER: other_language,
        DONE: done_typed,
        REACHED: reached_typed,
        PROMISE: promise_typed,
        SAME: same_number,
    },
)

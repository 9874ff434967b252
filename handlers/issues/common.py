"""What the handlers of those who answer share: a case on the screen, and what to do when somebody was faster."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.issues import answering
from domain.issues.cases import Case
from domain.issues.issue import Step
from domain.people import Awaited
from domain.refusals import Refused
from handlers.visit import Reply, Shown, Visit
from screens.issues import answer as screens
from screens.refusals import as_text, sentence
from screens.screen import Screen

Doing = Callable[[], Awaitable[Case]]
# What can be put right by writing it once more.
MENDED = frozenset(
    {
        "nothing_answered",
        "answer_too_long",
        "not_people",
        "too_many_reached",
        "not_a_day",
        "done_in_future",
        "promise_past",
        "promise_far",
        "no_such_number",
        "merge_with_itself",
        "merged_meanwhile",
        "merge_into_private",
        "let_in_first",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and is still waited for: the field without what stands behind its colons, and those parts."""

    field: str
    issue: int
    parts: tuple[str, ...]

    def number(self, at: int) -> int:
        """The part as a number; raises `Refused` for anything else."""
        part = self.parts[at] if at < len(self.parts) else ""
        if not (part.isascii() and part.isdigit()):
            raise Refused("old_button")
        return int(part)


def asked(visit: Visit) -> Asked:
    """What is waited for of this person."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    field, *parts = awaited.field.split(":")
    return Asked(field, awaited.row_id, tuple(parts))


def awaiting(field: str, number: int, *parts: object) -> Awaited:
    """That a text about an issue is waited for."""
    return Awaited(":".join((field, *map(str, parts))), number)


def shown(visit: Visit, case: Case) -> Screen:
    """An issue as its desk sees it."""
    return screens.case(visit.words, case, visit.ctx.shared.zone)


def done(visit: Visit, case: Case) -> Shown:
    """The same after a step."""
    return screens.done(visit.words, case, visit.ctx.shared.zone)


async def doing(visit: Visit, number: int, do: Doing) -> Case | Reply:
    """What was done, or the issue as it stands with the sentence that says why it was not."""
    try:
        return await do()
    except Refused as refused:
        if refused.reason in ("no_such_issue", "not_allowed", "not_registered", "old_button"):
            raise
        if refused.reason in MENDED and visit.awaited_field.startswith("issue_"):
            case = await answering.show(visit.ctx, number)
            why = as_text(visit.words, refused)
            return Reply(screens.not_taken(visit.words, case, why), awaits=visit.ctx.actor.awaited)
        step = refused.facts.get("step")
        said = sentence(visit.words, refused)
        if refused.reason == "changed":
            said = screens.changed(visit.words, step if isinstance(step, Step) else None)
        return Reply(shown(visit, await answering.show(visit.ctx, number)), alert=said)


async def did(visit: Visit, number: int, do: Doing) -> Shown:
    """The issue after it was done, or as it stands when it was not."""
    outcome = await doing(visit, number, do)
    return outcome if isinstance(outcome, Reply) else done(visit, outcome)

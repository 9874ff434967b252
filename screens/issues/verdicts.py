"""What residents say of an answer: is it solved, and asking staff to look again."""

from domain.issues.cases import Judged
from domain.issues.issue import Thread
from screens.home import to_menu
from screens.issues import buttons, names
from screens.issues.notices import judging
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words


def judged(_: Words, found: Judged) -> Screen:
    """Thank you; how many say so."""
    number = names.number(_, found.thread.okrug, found.thread.issue.serial)
    issue = found.thread.issue
    look = one_a_row(Button(_.plain("📋 Open it"), buttons.ShowIssue(issue=issue.id)))
    if found.reopened:
        text = _("🔁 {number} is open again: enough people say that it is not solved. The desk is told.", number=number)
        return Screen(text, (*look, *to_menu(_)))
    mine = _("Thank you. You say: solved.") if found.solved else _("Thank you. You say: not yet.")
    said = _(
        "{number}. Solved: {yes}, not yet: {not_yet}. You can change your answer.",
        number=number,
        yes=_.number(found.yes),
        not_yet=_.number(found.not_yet),
    )
    return Screen(Html(f"{mine}\n\n{said}"), (*judging(_, issue.id, issue.rounds), *look, *to_menu(_)))


def ask_staff(_: Words, thread: Thread) -> Screen:
    """What shall staff be asked?"""
    number = names.number(_, thread.okrug, thread.issue.serial)
    text = _("What shall project staff know about {number}? Write it; they read it and look again.", number=number)
    return Screen(text, one_a_row(Button(_.plain("‹ Back"), buttons.ShowIssue(issue=thread.issue.id))))


def staff_asked(_: Words, thread: Thread) -> Screen:
    """They are asked."""
    text = _("✉️ Project staff are told. You hear when they show it again.")
    look = one_a_row(Button(_.plain("📋 Open it"), buttons.ShowIssue(issue=thread.issue.id)))
    return Screen(text, (*look, *to_menu(_)))

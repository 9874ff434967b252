"""What a reader does with an announcement, and what an akim arranges about them."""

from actions import people, territories
from actions.announcements import progress
from actions.announcements import sending as actions
from domain.permissions import Act
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens import territories as tree
from screens.announcements import compose, reading
from screens.people import settings


async def have_read(visit: Visit, button: buttons.HaveRead) -> Shown:
    """Say that one has read it; in a preview there is nothing to be said."""
    if button.notice:
        await progress.have_read(visit.ctx, button.notice)
    return Reply(alert=reading.thanks(visit.words))


async def fewer(visit: Visit, button: buttons.FewerOfThese) -> Shown:
    """How to hear of a topic, under the message that was too much."""
    chosen = await people.my_notifications(visit.ctx)
    return Reply(settings.topic(visit.words, button.topic, chosen.mode(button.topic)), fresh=True)


async def interests(visit: Visit) -> Shown:
    """Which focus areas interest the person."""
    return reading.interests(visit.words, await people.my_interests(visit.ctx))


async def choose_interest(visit: Visit, button: buttons.ChooseInterest) -> Shown:
    """Be interested in an area, or not."""
    return reading.interests(visit.words, await people.choose_interest(visit.ctx, button.area, wanted=button.on))


async def rule(visit: Visit) -> Shown:
    """Whether announcements of the person's okrug are approved by a second person."""
    where = await territories.within_reach(visit.ctx, Act.RULE_ANNOUNCEMENTS)
    if where.only is not None:
        return await rule_of(visit, compose.RULE, where.only.code)
    return tree.browse(visit.words, where, compose.RULE)


async def rule_of(visit: Visit, _purpose: str, code: str) -> Shown:
    """Whether announcements of an okrug are approved by a second person."""
    okrug, approved = await actions.rules(visit.ctx, code)
    return compose.approval_rule(visit.words, okrug, approved=approved)


async def set_rule(visit: Visit, button: buttons.RuleAnnouncements) -> Shown:
    """Have announcements approved by a second person, or not."""
    okrug, approved = await actions.set_rule(visit.ctx, button.code, approved=button.on)
    return compose.approval_rule(visit.words, okrug, approved=approved)


ROUTES = Routes(
    presses={
        buttons.HaveRead: have_read,
        buttons.FewerOfThese: fewer,
        buttons.ChooseInterest: choose_interest,
        buttons.RuleAnnouncements: set_rule,
    },
    screens={"interests": interests, "announcement_rule": rule},
    places={compose.RULE: rule_of},
)

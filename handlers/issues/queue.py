"""What waits for those who answer, and the days and limits of a territory."""

from actions import territories
from actions.issues import answering, settings
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from handlers.visit import Reply, Routes, Shown, Visit, awaiting_territory
from screens import territories as tree
from screens.issues import buttons
from screens.issues import queue as screens
from screens.issues import settings as setting_screens
from screens.refusals import sentence

_ACTS = (Act.ANSWER_ISSUE, Act.RULE_CATEGORIES, Act.LIFT_BAN, Act.IMPORT_ISSUES)


async def piles(visit: Visit) -> Shown:
    """How much waits in each pile."""
    found = await answering.piles(visit.ctx)
    may = frozenset(act for act in _ACTS if may_somewhere(visit.ctx.actor, act))
    return screens.piles(visit.words, found, may)


async def pile(visit: Visit, button: buttons.OpenPile) -> Shown:
    """A page of a pile."""
    found = await answering.pile(visit.ctx, button.pile, button.page)
    return screens.pile(visit.words, found, visit.ctx.now)


# Days and limits


async def rules(visit: Visit) -> Shown:
    """Of which territory; who has one is not asked."""
    where = await territories.within_reach(visit.ctx, Act.ANSWER_ISSUE)
    if where.only is not None:
        return await rules_of(visit, tree.ISSUE_RULES, where.only.code)
    screen = tree.browse(visit.words, where, tree.ISSUE_RULES)
    return Reply(screen, awaits=awaiting_territory(tree.ISSUE_RULES))


async def rules_of(visit: Visit, _purpose: str, code: str) -> Shown:
    """What holds in a territory."""
    return setting_screens.rules(visit.words, await settings.of_territory(visit.ctx, code))


async def open_rule(visit: Visit, button: buttons.IssueRules) -> Shown:
    """What holds in a territory, or what one of it shall be."""
    found = await settings.of_territory(visit.ctx, button.code)
    if button.setting is None:
        return setting_screens.rules(visit.words, found)
    if not found.may_change:
        raise Refused("not_allowed")
    return setting_screens.choose_rule(visit.words, found, button.setting)


async def arrange(visit: Visit, button: buttons.ArrangeIssues) -> Shown:
    """Arrange it."""
    try:
        found = await settings.arrange(visit.ctx, button.code, button.setting, button.value)
    except Refused as refused:
        if refused.reason != "escalates_before_reminder":
            raise
        found = await settings.of_territory(visit.ctx, button.code)
        return Reply(setting_screens.rules(visit.words, found), alert=sentence(visit.words, refused))
    return setting_screens.rules(visit.words, found)


ROUTES = Routes(
    presses={buttons.OpenPile: pile, buttons.IssueRules: open_rule, buttons.ArrangeIssues: arrange},
    screens={"issue_desk": piles, "issue_rules": rules},
    commands={"answer": piles},
    places={tree.ISSUE_RULES: rules_of},
)

"""Writing an announcement: from the first press to the preview."""

from datetime import datetime, timedelta

from actions import territories
from actions.announcements import drafts as actions
from domain.announcements import AnnouncementView
from domain.audiences import Rule, RuleKind
from domain.contents import Content
from domain.languages import Language, language_of
from domain.moments import read_moment
from domain.people import Awaited
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from handlers.announcements.sent import board
from handlers.announcements.showing import LANGUAGE, WORDS, again_when_changed, shown
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens.announcements import audience as circles
from screens.announcements import compose as screens
from screens.announcements import sent as sent_screens
from screens.buttons import AnnouncementScreen as Side
from screens.refusals import as_text

TIME, PLACE = "ann_time", "ann_place"


async def home(visit: Visit) -> Shown:
    """One's drafts, what waits for one's word, and a new one."""
    drafts, waiting, _grants = await actions.mine(visit.ctx)
    may_rule = may_somewhere(visit.ctx.actor, Act.RULE_ANNOUNCEMENTS)
    return screens.home(visit.words, drafts, waiting, await actions.roles(visit.ctx), may_rule=may_rule)


async def begin(visit: Visit, button: buttons.NewAnnouncement) -> Shown:
    """Begin a draft."""
    return screens.draft(visit.words, await actions.begin(visit.ctx, button.grant), visit.ctx.shared.zone)


async def begin_for(visit: Visit, button: buttons.NewAnnouncementFor) -> Shown:
    """Begin a draft for those of an issue or a survey."""
    view = await actions.begin_for(visit.ctx, button.kind, button.number)
    return Reply(screens.draft(visit.words, view, visit.ctx.shared.zone), fresh=True)


async def show(visit: Visit, button: buttons.ShowAnnouncement) -> Shown:
    """One announcement, whatever its state."""
    return await shown(visit, await actions.show(visit.ctx, button.announcement))


async def ask_text(visit: Visit, button: buttons.WriteAnnouncement) -> Shown:
    """Wait for what it says in a language."""
    view = await actions.show(visit.ctx, button.announcement)
    field = WORDS if button.again else LANGUAGE
    awaits = Awaited(f"{field}:{button.language}", button.announcement)
    if button.again:
        return Reply(sent_screens.ask_words(visit.words, button.announcement), awaits=awaits)
    return Reply(screens.ask_text(visit.words, view, button.language), awaits=awaits)


async def take(visit: Visit, content: Content) -> Shown:
    """A message came for what it says in a language; more may follow."""
    number, language = _awaited(visit)
    awaits = visit.ctx.actor.awaited
    try:
        await actions.write(visit.ctx, number, language, content)
    except Refused as refused:
        return Reply(screens.not_taken(visit.words, number, as_text(visit.words, refused)), awaits=awaits)
    # One answer is enough for an album, whose parts come as messages of their own.
    screen = None if content.follows else screens.taken(visit.words, number, language)
    return Reply(screen, awaits=awaits)


def _awaited(visit: Visit) -> tuple[int, Language]:
    awaited = visit.ctx.actor.awaited
    language = None if awaited is None else language_of(awaited.field.partition(":")[2])
    if awaited is None or language is None:
        raise Refused("old_button")
    return awaited.row_id, language


async def clear(visit: Visit, button: buttons.ClearAnnouncement) -> Shown:
    """Write it anew in a language."""

    async def change() -> AnnouncementView:
        return await actions.clear(visit.ctx, button.announcement, button.version, button.language)

    async def then(view: AnnouncementView) -> Shown:
        awaits = Awaited(f"{LANGUAGE}:{button.language}", button.announcement)
        return Reply(screens.ask_text(visit.words, view, button.language), awaits=awaits)

    return await again_when_changed(visit, button.announcement, change, then)


# For whom


async def open_side(visit: Visit, button: buttons.OpenAnnouncement) -> Shown:
    """One side of an announcement."""
    if button.screen is Side.VILLAGES:
        return circles.villages(visit.words, *await actions.villages(visit.ctx, button.announcement))
    if button.screen is Side.BOARD:
        return await board(visit, button.announcement)
    return _side(visit, await actions.show(visit.ctx, button.announcement), button.screen)


def _side(visit: Visit, view: AnnouncementView, side: Side) -> Shown:
    _, zone = visit.words, visit.ctx.shared.zone
    if side is Side.WHEN:
        awaits = Awaited(TIME, view.announcement.id)
        return Reply(screens.choose_when(_, view, visit.ctx.now, zone), awaits=awaits)
    if side is Side.REPEAT:
        return screens.choose_repeat(_, view, zone)
    if side is Side.EDIT:
        return sent_screens.which_words(_, view)
    if side is Side.PLAIN:
        return sent_screens.choose_plain(_, view)
    side_of = {Side.AREAS: circles.areas, Side.LANGUAGES: circles.languages, Side.GROUPS: circles.groups}
    return side_of.get(side, circles.choose)(_, view)


async def choose_audience(visit: Visit, button: buttons.ForWhom) -> Shown:
    """Take people in or out."""
    rule = Rule(button.kind, button.key, button.excludes)

    async def change() -> AnnouncementView:
        return await actions.choose_audience(visit.ctx, button.announcement, button.version, rule, on=button.on)

    async def then(view: AnnouncementView) -> Shown:
        if rule.kind is RuleKind.TERRITORY:
            tree = circles.tree(visit.words, *await actions.around(visit.ctx, button.announcement, rule.key))
            return Reply(tree, awaits=Awaited(PLACE, button.announcement))
        if rule.kind is RuleKind.VILLAGE:
            return circles.villages(visit.words, *await actions.villages(visit.ctx, button.announcement))
        sides = {RuleKind.INTEREST: Side.AREAS, RuleKind.LANGUAGE: Side.LANGUAGES, RuleKind.GROUP: Side.GROUPS}
        return _side(visit, view, sides.get(rule.kind, Side.WHO))

    return await again_when_changed(visit, button.announcement, change, then)


async def open_tree(visit: Visit, button: buttons.AnnouncementTree) -> Shown:
    """A part of the tree of territories."""
    view, branch = await actions.part_of_tree(visit.ctx, button.announcement, button.code or None)
    screen = circles.tree(visit.words, view, branch, button.page)
    return Reply(screen, awaits=Awaited(PLACE, button.announcement))


async def type_place(visit: Visit, text: str) -> Shown:
    """Look for the okrug whose name was typed."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    view = await actions.show(visit.ctx, awaited.row_id)
    found = await territories.find(visit.ctx, text)
    top = view.announcement.place
    within = tuple(one for one in found if top is None or top.covers(one.okrug.place))
    return Reply(circles.found(visit.words, view, within), awaits=awaited)


# When and how


async def choose_day(visit: Visit, button: buttons.AnnouncementDay) -> Shown:
    """The hours of a day."""
    day = _local(visit, f"{button.day}0000")
    view = await actions.show(visit.ctx, button.announcement)
    screen = screens.choose_hour(visit.words, view, day, visit.ctx.now)
    return Reply(screen, awaits=Awaited(f"{TIME}:{button.day}", button.announcement))


def _local(visit: Visit, written: str) -> datetime:
    try:
        return datetime.strptime(written, "%y%m%d%H%M").replace(tzinfo=visit.ctx.shared.zone)
    except ValueError as error:
        raise Refused("old_button") from error


async def choose_time(visit: Visit, button: buttons.AnnouncementTime) -> Shown:
    """Send it at this time."""
    at = _local(visit, button.at) if button.at else None

    async def change() -> AnnouncementView:
        return await actions.choose_time(visit.ctx, button.announcement, button.version, at)

    return await again_when_changed(visit, button.announcement, change)


async def type_time(visit: Visit, text: str) -> Shown:
    """Read the time that was typed; a time alone is of the day that was chosen before."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    day = awaited.field.partition(":")[2]
    local = visit.ctx.now.astimezone(visit.ctx.shared.zone)
    moment = None
    if day:
        chosen = _local(visit, f"{day}0000")
        moment = read_moment(f"{chosen:%d.%m.%Y} {text}", visit.words.language, local)
    moment = moment or read_moment(text, visit.words.language, local)
    if moment is None:
        return Reply(screens.time_not_clear(visit.words, awaited.row_id), awaits=awaited)
    try:
        view = await actions.choose_time(visit.ctx, awaited.row_id, None, moment)
    except Refused as refused:
        return Reply(screens.not_taken(visit.words, awaited.row_id, as_text(visit.words, refused)), awaits=awaited)
    return await shown(visit, view)


async def choose_repeat(visit: Visit, button: buttons.AnnouncementRepeat) -> Shown:
    """How often, and for how long."""
    view = await actions.show(visit.ctx, button.announcement)
    first = view.announcement.send_at
    until = None
    if first is not None and button.every is not None:
        until = first.astimezone(visit.ctx.shared.zone).date() + timedelta(days=min(button.days, 365))

    async def change() -> AnnouncementView:
        return await actions.choose_repeat(visit.ctx, button.announcement, button.version, button.every, until)

    return await again_when_changed(visit, button.announcement, change)


async def switch(visit: Visit, button: buttons.AnnouncementSwitch) -> Shown:
    """Urgent or not; with a button to say "I have read it" or not."""
    turn = actions.choose_urgent if button.urgent else actions.choose_read_button

    async def change() -> AnnouncementView:
        return await turn(visit.ctx, button.announcement, button.version, on=button.on)

    return await again_when_changed(visit, button.announcement, change)


async def choose_policy(visit: Visit, button: buttons.AnnouncementPolicy) -> Shown:
    """Better twice than never, or better never than twice."""

    async def change() -> AnnouncementView:
        return await actions.choose_policy(visit.ctx, button.announcement, button.version, button.policy)

    return await again_when_changed(visit, button.announcement, change)


ROUTES = Routes(
    presses={
        buttons.NewAnnouncement: begin,
        buttons.NewAnnouncementFor: begin_for,
        buttons.ShowAnnouncement: show,
        buttons.WriteAnnouncement: ask_text,
        buttons.ClearAnnouncement: clear,
        buttons.OpenAnnouncement: open_side,
        buttons.ForWhom: choose_audience,
        buttons.AnnouncementTree: open_tree,
        buttons.AnnouncementDay: choose_day,
        buttons.AnnouncementTime: choose_time,
        buttons.AnnouncementRepeat: choose_repeat,
        buttons.AnnouncementSwitch: switch,
        buttons.AnnouncementPolicy: choose_policy,
    },
    screens={"announcements": home},
    commands={"announce": home},
    texts={TIME: type_time, PLACE: type_place},
    contents={LANGUAGE: take},
)

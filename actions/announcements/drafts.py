"""Writing an announcement: in which languages, what, for whom, when. A draft is a row, so it survives everything."""

from datetime import date, datetime, timedelta

from actions.announcements import finding
from actions.announcements.finding import changed, draft
from actions.context import Context, action
from actions.territories import branch_of
from domain.announcements import MOST_FILES, Announcement, AnnouncementView, Listed, State, is_public
from domain.audiences import Audience, Rule, RuleKind, territory
from domain.contents import TEXT_LIMIT, Content, kept, units
from domain.languages import LANGUAGES, Language
from domain.outbox import Policy
from domain.permissions import Act, may, reach, scope
from domain.refusals import Refused
from domain.repeats import Every
from domain.roles import Area, Grant, Role
from domain.surveys.survey import SurveyState
from domain.territories import Branch, Level, Place, Territory
from storage import announcements as store
from storage import groups, territories
from storage.database import Connection
from storage.issues import reading as issues
from storage.surveys import surveys

DRAFTS, PAGE = 5, 8
# A repeat ends some day even when nobody says when.
REPEATED_FOR = timedelta(days=92)
LONGEST_REPEAT = timedelta(days=366)


@action(Act.WRITE_ANNOUNCEMENT)
async def mine(ctx: Context) -> tuple[tuple[Listed, ...], tuple[Listed, ...], tuple[Grant, ...]]:
    """One's drafts, what waits for one's approval, and the roles under which one may write."""
    where = reach(ctx.actor, Act.APPROVE_ANNOUNCEMENT)

    def look(connection: Connection) -> tuple[tuple[Listed, ...], tuple[Listed, ...], tuple[Grant, ...]]:
        own = store.drafts(connection, ctx.actor.id, DRAFTS)
        waiting = [one for one in store.awaiting_approval(connection, where, PAGE) if finding.may_approve(ctx, one)]
        return _listed(connection, own), _listed(connection, waiting), scope(ctx.actor, Act.WRITE_ANNOUNCEMENT)

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def sent(ctx: Context, page: int) -> tuple[tuple[Listed, ...], bool]:
    """A page of what was confirmed where the person writes, the newest first, and whether there is more."""
    where = reach(ctx.actor, Act.WRITE_ANNOUNCEMENT)

    def look(connection: Connection) -> tuple[tuple[Listed, ...], bool]:
        found = store.confirmed(connection, where, limit=PAGE + 1, offset=page * PAGE)
        return _listed(connection, found[:PAGE]), len(found) > PAGE

    return await ctx.read(look)


def _listed(connection: Connection, found: list[Announcement]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            one,
            None if one.place is None else territories.territory(connection, one.place.code),
            finding.newest_notice(connection, one.id),
        )
        for one in found
    )


@action(Act.WRITE_ANNOUNCEMENT)
async def roles(ctx: Context) -> tuple[tuple[Grant, Territory | None], ...]:
    """The roles under which the person may write, with their territories."""

    def look(connection: Connection) -> tuple[tuple[Grant, Territory | None], ...]:
        return tuple(
            (grant, None if grant.place is None else territories.territory(connection, grant.place.code))
            for grant in scope(ctx.actor, Act.WRITE_ANNOUNCEMENT)
        )

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def begin(ctx: Context, grant_id: int) -> AnnouncementView:
    """Begin a draft under one of one's roles; the same press begins the same one."""
    grants = scope(ctx.actor, Act.WRITE_ANNOUNCEMENT)
    grant = next((one for one in grants if one.id == grant_id), None)
    if grant is None:
        raise Refused("not_allowed")
    place = grant.place

    def start(connection: Connection) -> AnnouncementView:
        okrug = None if place is None else territories.territory(connection, place.code)
        whole = okrug is not None and okrug.level is Level.OKRUG
        number = store.create(
            connection,
            source=ctx.source,
            author_id=ctx.actor.id,
            role=grant.role,
            place=place,
            audience=_with_groups(connection, territory(okrug.code), okrug) if whole and okrug else Audience(),
            now=ctx.now,
        )
        return finding.view(connection, ctx, number)

    return await ctx.write(start)


@action(Act.WRITE_ANNOUNCEMENT)
async def begin_for(ctx: Context, kind: RuleKind, number: int) -> AnnouncementView:
    """Begin a draft for those whom an issue concerns, or for those of a survey's audience who have not finished it."""

    def start(connection: Connection) -> AnnouncementView:
        place, audience = _those_of(connection, ctx, kind, number)
        grants = scope(ctx.actor, Act.WRITE_ANNOUNCEMENT)
        grant = next((one for one in grants if one.covers(place)), None)
        if grant is None:
            raise Refused("not_allowed")
        draft_id = store.create(
            connection,
            source=ctx.source,
            author_id=ctx.actor.id,
            role=grant.role,
            place=grant.place,
            audience=audience,
            now=ctx.now,
        )
        return finding.view(connection, ctx, draft_id)

    return await ctx.write(start)


def _those_of(connection: Connection, ctx: Context, kind: RuleKind, number: int) -> tuple[Place | None, Audience]:
    if kind is RuleKind.CONCERNED:
        issue = issues.issue(connection, number)
        # Of one that neighbours do not see nothing may be said aloud.
        if issue is None or not issue.is_public(ctx.now):
            raise Refused("no_such_issue")
        return issue.okrug, territory(issue.okrug.code).with_rule(Rule(kind, str(issue.root_id or issue.id)))
    survey = surveys.survey(connection, number) if kind is RuleKind.SURVEY_DONE else None
    if survey is None or survey.state is not SurveyState.OPEN:
        raise Refused("no_such_survey")
    return survey.place, survey.unfinished()


@action(Act.WRITE_ANNOUNCEMENT)
async def show(ctx: Context, number: int) -> AnnouncementView:
    """One announcement, whatever its state."""
    return await ctx.read(finding.view, ctx, number)


@action(Act.WRITE_ANNOUNCEMENT)
async def to_look_at(ctx: Context, number: int) -> AnnouncementView:
    """One's draft before it goes; refused for what is no draft any more."""

    def look(connection: Connection) -> AnnouncementView:
        found = finding.view(connection, ctx, number)
        if found.announcement.state is not State.DRAFT:
            raise Refused("announcement_left")
        if not found.announcement.said:
            raise Refused("nothing_said")
        return found

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def throw_away(ctx: Context, number: int, seen: int) -> None:
    """Throw one's draft away."""

    def throw(connection: Connection) -> None:
        if store.announcement(connection, number) is not None:
            draft(connection, ctx, number, seen)
            store.delete_draft(connection, number)

    await ctx.write(throw)


# What is said


@action(Act.WRITE_ANNOUNCEMENT)
async def write(ctx: Context, number: int, language: Language, content: Content) -> None:
    """Add one message to what is said in a language; the same message comes in once."""
    if language not in LANGUAGES:
        raise Refused("old_button")

    def add(connection: Connection) -> None:
        found = draft(connection, ctx, number)
        version = found.content_version
        if store.has_part(connection, number, version, content.message_id):
            return
        said = found.said.get(language)
        before = 0 if said is None else units(said.text)
        if before + units(content.text) + 2 * bool(before and content.text) > TEXT_LIMIT:
            raise Refused("announcement_too_long", limit=TEXT_LIMIT)
        if content.attached is not None and said is not None and len(said.attachments) >= MOST_FILES:
            raise Refused("too_many_files", limit=MOST_FILES)
        cleaned = Content(content.message_id, content.text, kept(content.entities), content.attached)
        store.add_part(connection, number, version, language, cleaned, ctx.actor.id, ctx.now)
        changed(connection, found)

    await ctx.write(add)


@action(Act.WRITE_ANNOUNCEMENT)
async def clear(ctx: Context, number: int, seen: int, language: Language) -> AnnouncementView:
    """Forget what is said in a language."""

    def forget(connection: Connection) -> AnnouncementView:
        found = draft(connection, ctx, number, seen)
        store.clear(connection, number, found.content_version, language)
        changed(connection, found)
        return finding.view(connection, ctx, number)

    return await ctx.write(forget)


# For whom


@action(Act.WRITE_ANNOUNCEMENT)
async def choose_audience(ctx: Context, number: int, seen: int, rule: Rule, *, on: bool) -> AnnouncementView:
    """Add a rule to the audience or take it out; refused when it reaches beyond the person's territory."""

    def choose(connection: Connection) -> AnnouncementView:
        found = draft(connection, ctx, number, seen)
        audience = found.audience.without(Rule(rule.kind, rule.key, not rule.excludes)) if on else found.audience
        if on:
            _check_rule(connection, ctx, found, rule)
            audience = audience.with_rule(rule)
        else:
            audience = audience.without(rule)
        audience = _groups_follow(connection, audience, rule, on=on)
        if not is_public(audience):
            audience = Audience(tuple(one for one in audience.rules if one.kind is not RuleKind.GROUP))
        elif not is_public(found.audience):
            audience = _with_groups_again(connection, audience)
        changed(connection, found, audience=audience.as_list())
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)


def _groups_follow(connection: Connection, audience: Audience, rule: Rule, *, on: bool) -> Audience:
    """The groups of an okrug come in and go out with it."""
    named = territories.territory(connection, rule.key) if rule.kind is RuleKind.TERRITORY else None
    if named is None or named.level is not Level.OKRUG:
        return audience
    if on and not rule.excludes:
        return _with_groups(connection, audience, named)
    for group in groups.bound(connection, (named.place,)):
        audience = audience.without(Rule(RuleKind.GROUP, str(group.id)))
    return audience


def _with_groups(connection: Connection, audience: Audience, okrug: Territory) -> Audience:
    for group in groups.bound(connection, (okrug.place,)):
        audience = audience.with_rule(Rule(RuleKind.GROUP, str(group.id)))
    return audience


def _with_groups_again(connection: Connection, audience: Audience) -> Audience:
    for code in audience.including().get(RuleKind.TERRITORY, ()):
        named = territories.territory(connection, code)
        if named is not None and named.level is Level.OKRUG:
            audience = _with_groups(connection, audience, named)
    return audience


def _check_rule(connection: Connection, ctx: Context, found: Announcement, rule: Rule) -> None:
    if rule.kind in (RuleKind.TERRITORY, RuleKind.VILLAGE):
        named = territories.territory(connection, rule.key)
        if named is None or may(ctx.actor, Act.WRITE_ANNOUNCEMENT, place=named.place) is None:
            raise Refused("not_allowed")
        if (named.level is Level.SETTLEMENT) is not (rule.kind is RuleKind.VILLAGE):
            raise Refused("old_button")
        return
    if rule.kind is RuleKind.GROUP:
        group = groups.group(connection, int(rule.key)) if rule.key.isdecimal() else None
        if group is None or not group.confirmed or (found.place and not found.place.covers(group.place)):
            raise Refused("not_allowed")
        if not is_public(found.audience):
            raise Refused("not_public")
        return
    known = {
        RuleKind.LANGUAGE: LANGUAGES,
        RuleKind.INTEREST: tuple(area.value for area in Area if area is not Area.PLANNING),
        RuleKind.ROLE: (Role.COMMITTEE.value,),
    }
    if rule.key not in known.get(rule.kind, ()):
        raise Refused("old_button")


@action(Act.WRITE_ANNOUNCEMENT)
async def part_of_tree(ctx: Context, number: int, code: str | None) -> tuple[AnnouncementView, Branch]:
    """The announcement and a part of the tree of territories in which its author may write."""

    def look(connection: Connection) -> tuple[AnnouncementView, Branch]:
        found = finding.view(connection, ctx, number)
        top = found.announcement.place
        if code is not None:
            named = territories.territory(connection, code)
            if named is None or (top is not None and not top.covers(named.place)):
                raise Refused("not_allowed")
        return found, branch_of(connection, code or (None if top is None else top.code))

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def around(ctx: Context, number: int, code: str) -> tuple[AnnouncementView, Branch]:
    """The announcement and the part of the tree in which a territory stands beside others."""

    def look(connection: Connection) -> tuple[AnnouncementView, Branch]:
        found = finding.view(connection, ctx, number)
        top = found.announcement.place
        named = territories.territory(connection, code)
        above = None if named is None or named.parent is None else territories.territory(connection, named.parent)
        if top is not None and (above is None or not top.covers(above.place)):
            return found, branch_of(connection, top.code)
        return found, branch_of(connection, None if above is None else above.code)

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def villages(ctx: Context, number: int) -> tuple[AnnouncementView, tuple[Territory, ...]]:
    """The announcement and the villages of its okrug."""

    def look(connection: Connection) -> tuple[AnnouncementView, tuple[Territory, ...]]:
        found = finding.view(connection, ctx, number)
        if found.okrug is None:
            return found, ()
        return found, tuple(territories.villages(connection, found.okrug.code))

    return await ctx.read(look)


# When


@action(Act.WRITE_ANNOUNCEMENT)
async def choose_time(ctx: Context, number: int, seen: int | None, at: datetime | None) -> AnnouncementView:
    """Send it at this moment, None: as soon as it is confirmed, and once."""
    if at is not None and at <= ctx.now:
        raise Refused("past_time")

    def choose(connection: Connection) -> AnnouncementView:
        found = draft(connection, ctx, number, seen)
        every = None if found.repeat is None or at is None else found.repeat.every
        until = None if found.repeat is None else found.repeat.until
        changed(connection, found, send_at=at, **_repeat(ctx, every, at, until))
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)


@action(Act.WRITE_ANNOUNCEMENT)
async def choose_repeat(
    ctx: Context, number: int, seen: int | None, every: Every | None, until: date | None = None
) -> AnnouncementView:
    """Send it every week or month from its moment on until a day, None: once."""

    def choose(connection: Connection) -> AnnouncementView:
        found = draft(connection, ctx, number, seen)
        if every is not None and found.send_at is None:
            raise Refused("repeat_needs_time")
        changed(connection, found, **_repeat(ctx, every, found.send_at, until))
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)


def _repeat(ctx: Context, every: Every | None, at: datetime | None, until: date | None) -> dict[str, object]:
    if every is None or at is None:
        return {"repeats": None, "repeat_from": None, "repeat_at": None, "repeat_until": None}
    local = at.astimezone(ctx.shared.zone)
    last = until or local.date() + REPEATED_FOR
    if not local.date() <= last <= local.date() + LONGEST_REPEAT:
        raise Refused("past_until")
    return {
        "repeats": every.value,
        "repeat_from": local.date(),
        "repeat_at": local.time().replace(tzinfo=None),
        "repeat_until": last,
    }


# How


@action(Act.WRITE_ANNOUNCEMENT)
async def choose_read_button(ctx: Context, number: int, seen: int, *, on: bool) -> AnnouncementView:
    """Put an "I have read it" button under it, or not."""

    def choose(connection: Connection) -> AnnouncementView:
        changed(connection, draft(connection, ctx, number, seen), read_button=on)
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)


@action(Act.WRITE_ANNOUNCEMENT)
async def choose_policy(ctx: Context, number: int, seen: int, policy: Policy) -> AnnouncementView:
    """Say what becomes of a message of which nobody knows whether it arrived: sent again, or left and listed."""

    def choose(connection: Connection) -> AnnouncementView:
        changed(connection, draft(connection, ctx, number, seen), policy=policy.value)
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)


@action(Act.SEND_URGENT)
async def choose_urgent(ctx: Context, number: int, seen: int, *, on: bool) -> AnnouncementView:
    """Let it pass quiet hours, or not; only with the right to it."""

    def choose(connection: Connection) -> AnnouncementView:
        found = draft(connection, ctx, number, seen)
        if on:
            ctx.require(Act.SEND_URGENT, place=found.place)
        changed(connection, found, urgent=on)
        return finding.view(connection, ctx, number)

    return await ctx.write(choose)

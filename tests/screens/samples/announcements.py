"""Announcements: the longest words, the most groups and villages, every state; and bound groups."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.announcements import HALTED, Announcement, AnnouncementView, Group, Listed, Mask, Report, Row, State
from domain.audiences import Audience, Rule, RuleKind
from domain.contents import Attached, Said
from domain.languages import LANGUAGES
from domain.outbox import DeliveryState, Notice, NoticeState, Policy, Receiver, Urgency
from domain.repeats import Every, Repeat
from domain.roles import Grant, Role
from domain.territories import Branch, Candidate, Level
from domain.topics import Notifications, Topic
from screens import groups as bound
from screens.announcements import audience, compose, reading, said, sent
from screens.outgoing import Outgoing
from screens.screen import Screen
from tests.screens.samples import BIG, CHAIN, EVIL, NAME, NOW, OKRUG, RAYON, ZONE, Sample, many, sample
from texts import Html, Words, escaped

LONG = f"{EVIL} " + "я" * 4080
PHOTO, VOICE = Attached("photo", "AgAC"), Attached("voice", "AwAC")
RULES = (
    Rule(RuleKind.TERRITORY, OKRUG.code),
    Rule(RuleKind.VILLAGE, OKRUG.code),
    *(Rule(RuleKind.LANGUAGE, language) for language in LANGUAGES),
    *(Rule(RuleKind.INTEREST, area.value) for area in audience.FOCUS),
    Rule(RuleKind.ROLE, "committee"),
    Rule(RuleKind.GROUP, str(BIG)),
    Rule(RuleKind.TERRITORY, RAYON.code, excludes=True),
)
ITS = Announcement(
    id=BIG,
    state=State.DRAFT,
    drafted_by=BIG,
    author_id=BIG,
    author_role=Role.AKIM,
    place=OKRUG.place,
    audience=Audience(RULES),
    send_at=NOW,
    repeat=Repeat(Every.MONTH, date(2026, 11, 24), time(12), date(2027, 11, 24)),
    next_at=NOW,
    urgent=True,
    read_button=True,
    version=999_999,
    content_version=1,
    edited_version=2,
    returned_because=NAME,
    created_at=NOW,
    confirmed_at=NOW,
    said={"kk": Said(LONG)},
)
WEEKLY = Repeat(Every.WEEK, NOW.date(), time(9), NOW.date())
EMPTY = replace(
    ITS, audience=Audience(), send_at=None, repeat=None, next_at=None, said={}, returned_because=None, urgent=False
)
GROUP = Group(BIG, NAME, "supergroup", OKRUG.place, "kk", confirmed=True)
NOTICE = Notice(
    id=BIG,
    kind="announcement",
    subject="announcement",
    subject_id=BIG,
    occurrence="1",
    topic=Topic.ANNOUNCEMENTS,
    urgency=Urgency.NORMAL,
    policy=Policy.RESEND,
    state=NoticeState.SENDING,
    audience=Audience(),
    send_from=NOW,
    useless_after=None,
    content_version=1,
    created_at=NOW,
    created_by=1,
    total=20_000_000,
    sent=9_000_000,
)
VIEW = AnnouncementView(
    announcement=ITS,
    okrug=OKRUG,
    territories={OKRUG.code: OKRUG, RAYON.code: RAYON},
    groups=(GROUP,),
    people=20_000_000,
    exact=True,
    may_urgent=True,
    needs_approval=True,
    notices=(NOTICE,),
)
BARE = replace(VIEW, announcement=EMPTY, okrug=None, people=0, exact=False, may_urgent=False, needs_approval=False)
LISTED = Listed(ITS, OKRUG)
SPOKEN = replace(VIEW, announcement=replace(ITS, said={language: Said(LONG) for language in LANGUAGES}))
PUBLIC = replace(VIEW, announcement=replace(ITS, audience=Audience((RULES[0], RULES[-2]))))
REPORT = Report(
    notice=NOTICE,
    announcement=ITS,
    registered=20_000_000,
    reached=9_000_000,
    read=4,
    groups=2,
    states=dict.fromkeys(DeliveryState, 1_000_000),
    reasons=[
        (DeliveryState.SKIPPED, why, 9)
        for why in ("off", "quiet", "too_late", "left", "blocked", "nothing to say", "process died")
    ],
    halted=dict.fromkeys(HALTED, 102),
    by_territory=[(one, Row(one.code, 4, 900_000)) for one in many(Level.OKRUG, 30)],
    by_language=[Row(language, 4, 9) for language in LANGUAGES],
    exact=False,
)


def confirmed(state: State = State.CONFIRMED, notice: NoticeState | None = NoticeState.SENDING) -> AnnouncementView:
    """An announcement that went as far as its notice says."""
    its = () if notice is None else (replace(NOTICE, state=notice),)
    return replace(VIEW, announcement=replace(ITS, state=state), notices=its)


def told(role: Role = Role.AKIM, text: str = EVIL, *files: Attached, **changes: object) -> said.Told:
    """What a reader gets of it."""
    words = {"ru": Said(text, (), files)}
    its = replace(ITS, author_role=role, said=words, **changes)  # type: ignore[arg-type]
    return said.Told(its, OKRUG, BIG, NOW - timedelta(days=1))


def arrives(what: said.Told, at: int = -1, *, now: datetime | None = NOW) -> Callable[[Words], Screen]:
    """One of the messages that a reader gets, as a screen."""
    receiver = Receiver(1, "kk", notifications=Notifications(), now=None if now is None else now.astimezone(ZONE))

    def render(_: Words) -> Screen:
        return as_screen(said.messages(_, what, receiver)[at])

    return render


def as_screen(one: Outgoing) -> Screen:
    """A message of the outbox as a screen."""
    return Screen(escaped(one.text), one.rows)


def as_html(messages: tuple[Outgoing, ...]) -> Screen:
    """A message of ours as a screen."""
    (one,) = messages
    assert isinstance(one.text, Html)
    return Screen(one.text, one.rows)


SAMPLES = (
    *(Sample(said.messages, arrives(told(role)), wrote=True) for role in (Role.AKIM, Role.ASSISTANT, Role.STAFF)),
    Sample(said.messages, arrives(told(Role.AKIM, "", VOICE))),
    Sample(said.messages, arrives(told(Role.AKIM, LONG, PHOTO, PHOTO), 1)),
    Sample(said.messages, arrives(told(Role.AKIM, EVIL, read_button=False), now=None), wrote=True),
    sample(said.heading, told(), wrote=True),
    sample(said.line, told(Role.AKIM, LONG), wrote=True),
    sample(said.line, told(Role.STAFF, "")),
    sample(said.plain, told(), wrote=True),
    Sample(said.to_approve, lambda _: as_html(said.to_approve(_, told())), wrote=True),
    sample(said.to_approve_line, told(), wrote=True),
    Sample(said.decided, lambda _: as_html(said.decided(_, told())), wrote=True),
    sample(said.decided_line, told(), wrote=True),
    sample(said.decided_line, told(returned_because=None), wrote=True),
    Sample(
        compose.home,
        lambda _: compose.home(
            _,
            (LISTED, Listed(EMPTY, None)),
            (LISTED,),
            ((Grant(BIG, Role.AKIM, OKRUG.place), OKRUG),) * 3,
            may_rule=True,
        ),
        wrote=True,
    ),
    Sample(compose.home, lambda _: compose.home(_, (), (), ((Grant(1, Role.STAFF), None),), may_rule=False)),
    sample(compose.begins, Listed(EMPTY, None)),
    Sample(sent.listing, lambda _: sent.listing(_, (LISTED,) * 8, 1, more=True, zone=ZONE), wrote=True),
    Sample(sent.listing, lambda _: sent.listing(_, (), 0, more=False, zone=ZONE)),
    sample(compose.back),
    sample(compose.to_draft, BIG),
    sample(compose.draft, VIEW, ZONE, wrote=True, english=True),
    sample(compose.draft, BARE, ZONE, english=True),
    sample(compose.draft, replace(SPOKEN, people=1), ZONE, wrote=True, english=True),
    sample(compose.people, VIEW),
    sample(compose.people, BARE),
    sample(compose.groups, VIEW),
    sample(compose.audience, VIEW, wrote=True, english=True),
    sample(compose.audience, BARE),
    sample(compose.when, VIEW, ZONE),
    sample(compose.when, BARE, ZONE),
    sample(compose.when, replace(VIEW, announcement=replace(ITS, repeat=WEEKLY)), ZONE),
    sample(compose.ask_text, VIEW, "kk"),
    sample(compose.ask_text, BARE, "ru"),
    sample(compose.taken, BIG, "kk"),
    Sample(compose.not_taken, lambda _: compose.not_taken(_, BIG, compose.taken(_, 1, "kk").text)),
    sample(compose.choose_when, VIEW, NOW, ZONE),
    sample(compose.choose_when, BARE, NOW, ZONE),
    sample(compose.choose_hour, VIEW, NOW.astimezone(ZONE) + timedelta(days=1), NOW),
    sample(compose.time_not_clear, BIG),
    sample(compose.choose_repeat, VIEW, ZONE),
    sample(compose.throw_away_sure, VIEW),
    sample(compose.thrown_away),
    sample(compose.before_sending, VIEW, ZONE, wrote=True, english=True),
    sample(compose.before_sending, replace(VIEW, needs_approval=False), ZONE, wrote=True, english=True),
    sample(compose.before_sending, BARE, ZONE),
    sample(compose.waiting, VIEW, ZONE, wrote=True, english=True),
    sample(compose.to_decide, VIEW, ZONE, wrote=True, english=True),
    sample(compose.ask_reason, BIG),
    sample(compose.given_back),
    sample(compose.approved, told(), wrote=True),
    Sample(compose.approval_rule, lambda _: compose.approval_rule(_, OKRUG, approved=True), wrote=True),
    Sample(compose.approval_rule, lambda _: compose.approval_rule(_, OKRUG, approved=False), wrote=True),
    sample(audience.choose, PUBLIC, wrote=True),
    sample(sent.figure, 460, alike=True),
    *(sample(sent.figure, figure) for figure in Mask),
    sample(audience.choose, BARE),
    sample(audience.areas, VIEW, wrote=True, english=True),
    sample(audience.languages, VIEW, wrote=True, english=True),
    sample(audience.villages, VIEW, many(Level.SETTLEMENT, 200), wrote=True, english=True),
    sample(audience.groups, replace(VIEW, groups=(GROUP,) * 60), wrote=True, english=True),
    sample(audience.tree, VIEW, Branch(CHAIN[:2], many(Level.OKRUG, 20)), 1, wrote=True, english=True),
    sample(audience.tree, VIEW, Branch((), CHAIN), wrote=True, english=True),
    sample(audience.found, VIEW, (Candidate(CHAIN[:3]), Candidate((*CHAIN[:2], OKRUG))), wrote=True, english=True),
    sample(audience.found, VIEW, (), wrote=True, english=True),
    sample(reading.thanks, alert=True),
    sample(reading.interests, frozenset(audience.FOCUS)),
    *(sample(sent.one, confirmed(notice=state), ZONE, wrote=True, english=True) for state in (*NoticeState, None)),
    sample(sent.one, confirmed(State.WITHDRAWN), ZONE, wrote=True, english=True),
    *(sample(sent.state, ITS, replace(NOTICE, state=state)) for state in NoticeState),
    *(sample(sent.progress, replace(NOTICE, state=state), 29.7, 300_000.0) for state in NoticeState),
    *(sample(sent.progress, NOTICE, 29.7, seconds) for seconds in (5.0, 600.0)),
    sample(sent.progress, replace(NOTICE, total=0)),
    sample(sent.stop_sure, NOTICE),
    sample(sent.withdraw_sure, VIEW),
    sample(sent.which_words, SPOKEN, english=True),
    sample(sent.ask_words, BIG),
    sample(sent.before_edit, VIEW),
    sample(sent.choose_plain, SPOKEN, english=True),
    sample(sent.plain_hint, BIG, english=True),
    sample(sent.board_caption, caption=True),
    sample(sent.table_caption, caption=True),
    sample(sent.shown, REPORT, 4),
    *(sample(sent.outcome, state) for state in DeliveryState),
    *(sample(sent.halted, why) for why in HALTED),
    *(sample(sent.standing, replace(ITS, next_at=None), replace(NOTICE, state=state), ZONE) for state in NoticeState),
    *(sample(sent.reason, why) for _state, why, _number in REPORT.reasons),
    sample(sent.report, REPORT, wrote=True, english=True),
    sample(sent.report, replace(REPORT, states={}, reasons=[], halted={}, by_territory=[], by_language=[], groups=0)),
    sample(bound.listing, ((GROUP, OKRUG),) * 50, "kenes_bot", wrote=True),
    sample(bound.listing, (), None),
    sample(bound.confirm, GROUP, OKRUG, wrote=True, english=True),
    sample(bound.confirm, GROUP, RAYON, wrote=True),
    sample(bound.one, GROUP, OKRUG, wrote=True, english=True),
    sample(bound.unbind_sure, GROUP, wrote=True),
    Sample(bound.lost, lambda _: as_html(bound.lost(_, NAME)), wrote=True),
    sample(bound.lost_line, NAME, wrote=True),
)

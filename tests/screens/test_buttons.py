"""Buttons live for ever in people's chats: what each is called and carries is pinned here."""

import inspect
from itertools import product

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

import screens.issues.buttons
import screens.surveys.buttons
import screens.surveys.crossed_buttons
import screens.surveys.editing_buttons
import screens.surveys.paper_buttons
import screens.surveys.result_buttons
from domain.audiences import RuleKind
from domain.competitions.calls import CallPart
from domain.issues.states import IssueState
from domain.languages import LANGUAGES
from domain.meetings import Answer, Invited, MeetingKind
from domain.outbox import Policy
from domain.people import AgeBand, Sex
from domain.repeats import Every
from domain.roles import TERRITORIAL, Area, Position, Role
from domain.topics import Mode, Topic
from screens import buttons, territories
from screens.roles import purpose_of, read_purpose
from tests.screens import (
    issue_buttons,
    survey_buttons,
    survey_crossed_buttons,
    survey_editing_buttons,
    survey_paper_buttons,
    survey_result_buttons,
)
from tests.screens.samples import BIG

# A line that changes here breaks every such button that was ever sent: give it the next number instead.
PINNED = {
    "lang1": ("ChooseLanguage", "language", "then"),
    "agree1": ("Agree", "okrug"),
    "tree1": ("Browse", "purpose", "code", "page"),
    "pick1": ("Choose", "purpose", "code"),
    "loc1": ("ShareLocation", "purpose"),
    "go1": ("GoTo", "screen"),
    "vill1": ("ChooseVillage", "code"),
    "sex1": ("TellSex", "sex"),
    "age1": ("TellAge", "age"),
    "topic1": ("ShowTopic", "topic"),
    "hear1": ("ChooseTopic", "topic", "mode"),
    "quiet1": ("ChooseQuiet", "from_hour", "until_hour"),
    "offer1": ("OfferRole", "role", "area", "position"),
    "give1": ("MakeInvite", "role", "area", "position", "code"),
    "take1": ("TakeRole", "code"),
    "roles1": ("ListRoles", "page"),
    "role1": ("ShowRole", "grant"),
    "end1": ("RevokeRole", "grant", "sure"),
    "uninv1": ("RevokeInvite", "invite", "sure"),
    "over1": ("HandOver", "grant"),
    "log1": ("ReadAudit", "before"),
    "erase1": ("EraseMe", "sure"),
    "mnew1": ("BeginMeeting", "kind", "area", "code"),
    "meet1": ("ShowMeeting", "meeting"),
    "mpast1": ("PastMeetings", "page"),
    "mans1": ("AnswerMeeting", "meeting", "answer"),
    "mpart1": ("MeetingPart", "meeting", "part"),
    "mtitle1": ("MeetingTitle", "meeting", "language"),
    "mcal1": ("ShowMonth", "meeting", "version", "month"),
    "mday1": ("PickDay", "meeting", "version", "day"),
    "mtime1": ("PickTime", "meeting", "version", "at", "sure"),
    "mwho1": ("InviteWhom", "meeting", "version", "whom"),
    "mvil1": ("InviteVillage", "meeting", "version", "code"),
    "mcap1": ("NoLimit", "meeting", "version"),
    "mdur1": ("ChooseDuration", "meeting", "version", "minutes"),
    "minv1": ("Reinvite", "meeting", "version", "whom", "village"),
    "mwom1": ("CountWomen", "meeting"),
    "miss1": ("AgendaIssues", "meeting", "page"),
    "mput1": ("PutOnAgenda", "meeting", "issue", "on", "page"),
    "mmov1": ("MoveIssue", "meeting", "issue", "version", "state"),
    "mpap1": ("PaperList", "meeting"),
    "mrem1": ("ToggleReminder", "meeting", "version", "minutes"),
    "mpub1": ("PublishMeeting", "meeting", "sure"),
    "moff1": ("CancelMeeting", "meeting", "sure"),
    "mics1": ("MeetingCalendar", "meeting"),
    "mwall1": ("MeetingWall", "meeting"),
    "matt1": ("Attendance", "meeting", "page"),
    "mtick1": ("TickAttendee", "meeting", "person", "there", "page"),
    "mcnt1": ("CountOthers", "meeting", "photo"),
    "mmin1": ("MeetingMinutes", "meeting", "part"),
    "mout1": ("RemoveOutcome", "meeting", "outcome"),
    "msend1": ("SendMinutes", "meeting", "sure"),
    "mreg1": ("ReadRegister", "kind", "code", "period"),
    "mrch1": ("ChooseInRegister", "what", "kind", "code", "period"),
    "mxls1": ("RegisterFile", "kind", "code", "period"),
    "annew1": ("NewAnnouncement", "grant"),
    "anns1": ("ListAnnouncements", "page"),
    "ann1": ("ShowAnnouncement", "announcement"),
    "annp1": ("OpenAnnouncement", "announcement", "screen"),
    "annw1": ("WriteAnnouncement", "announcement", "language", "again"),
    "annx1": ("ClearAnnouncement", "announcement", "version", "language"),
    "annr1": ("ForWhom", "announcement", "version", "kind", "key", "excludes", "on"),
    "annt1": ("AnnouncementTree", "announcement", "code", "page"),
    "annd1": ("AnnouncementDay", "announcement", "day"),
    "annh1": ("AnnouncementTime", "announcement", "version", "at"),
    "anne1": ("AnnouncementRepeat", "announcement", "version", "every", "days"),
    "anpol1": ("AnnouncementPolicy", "announcement", "version", "policy"),
    "anfor1": ("NewAnnouncementFor", "kind", "number"),
    "csheet1": ("CommitteeSheet", "code", "area", "language"),
    "anno1": ("AnnouncementSwitch", "announcement", "version", "urgent", "on"),
    "anndo1": ("DoAnnouncement", "announcement", "version", "deed"),
    "annn1": ("DoNotice", "notice", "deed"),
    "annf1": ("PlainText", "announcement", "language"),
    "read1": ("HaveRead", "notice"),
    "fewer1": ("FewerOfThese", "topic"),
    "inter1": ("ChooseInterest", "area", "on"),
    "annrule1": ("RuleAnnouncements", "code", "on"),
    "grp1": ("ShowGroup", "group"),
    "grpb1": ("BindGroup", "group", "code", "language"),
    "grpu1": ("UnbindGroup", "group", "sure"),
    "call1": ("ShowCall", "call"),
    "callr1": ("RemindOfCall", "call", "wanted"),
    "calle1": ("EditCall", "call"),
    "callf1": ("FillCall", "call", "part"),
    "callt1": ("CallTree", "call", "code", "page"),
    "callp1": ("CallTerritory", "call", "version", "code", "chosen", "here", "page"),
    "callo1": ("PublishCall", "call", "version", "sure"),
    "callm1": ("MoveCall", "call", "version", "part", "to"),
    "calla1": ("KeepAmount", "call", "version", "part", "tenge"),
    "callh1": ("KeepCall", "call", "version"),
    "callx1": ("CancelCall", "call", "version", "sure"),
}
# What stands in the buttons that people have: these words never change their meaning.
WRITTEN = {
    "lang1:kk:start": buttons.ChooseLanguage(language="kk", then="start"),
    "agree1:": buttons.Agree(okrug=""),
    "agree1:355243000": buttons.Agree(okrug="355243000"),
    "tree1:reg::0": buttons.Browse(purpose="reg", code="", page=0),
    "tree1:g.committee.social.leader:355200000:2": buttons.Browse(
        purpose="g.committee.social.leader", code="355200000", page=2
    ),
    "pick1:set:355243000": buttons.Choose(purpose="set", code="355243000"),
    "loc1:set": buttons.ShareLocation(purpose="set"),
    "go1:menu": buttons.GoTo(screen="menu"),
    "vill1:355243100": buttons.ChooseVillage(code="355243100"),
    "sex1:woman": buttons.TellSex(sex=Sex.WOMAN),
    "age1:65_over": buttons.TellAge(age=AgeBand.FROM_65),
    "topic1:mine": buttons.ShowTopic(topic=Topic.MINE),
    "hear1:mine:at_once": buttons.ChooseTopic(topic=Topic.MINE, mode=Mode.AT_ONCE),
    "quiet1:21:8": buttons.ChooseQuiet(from_hour=21, until_hour=8),
    "offer1:akim::": buttons.OfferRole(role=Role.AKIM, area=None, position=None),
    "give1:staff:::630000000": buttons.MakeInvite(role=Role.STAFF, area=None, position=None, code="630000000"),
    "take1:abcdefghijklmnopqrstuvwx": buttons.TakeRole(code="abcdefghijklmnopqrstuvwx"),
    "roles1:1": buttons.ListRoles(page=1),
    "role1:7": buttons.ShowRole(grant=7),
    "end1:7:0": buttons.RevokeRole(grant=7, sure=False),
    "uninv1:7:1": buttons.RevokeInvite(invite=7, sure=True),
    "over1:7": buttons.HandOver(grant=7),
    "log1:0": buttons.ReadAudit(before=0),
    "erase1:1": buttons.EraseMe(sure=True),
    "annew1:7": buttons.NewAnnouncement(grant=7),
    "anns1:0": buttons.ListAnnouncements(page=0),
    "ann1:7": buttons.ShowAnnouncement(announcement=7),
    "annp1:7:who": buttons.OpenAnnouncement(announcement=7, screen=buttons.AnnouncementScreen.WHO),
    "annw1:7:kk:0": buttons.WriteAnnouncement(announcement=7, language="kk", again=False),
    "annx1:7:3:kk": buttons.ClearAnnouncement(announcement=7, version=3, language="kk"),
    "annr1:7:3:territory:355243000:1:0": buttons.ForWhom(
        announcement=7, version=3, kind=RuleKind.TERRITORY, key="355243000", excludes=True, on=False
    ),
    "annt1:7::0": buttons.AnnouncementTree(announcement=7, code="", page=0),
    "annd1:7:261125": buttons.AnnouncementDay(announcement=7, day="261125"),
    "annh1:7:3:2611251800": buttons.AnnouncementTime(announcement=7, version=3, at="2611251800"),
    "anne1:7:3:week:31": buttons.AnnouncementRepeat(announcement=7, version=3, every=Every.WEEK, days=31),
    "anpol1:7:3:skip": buttons.AnnouncementPolicy(announcement=7, version=3, policy=Policy.SKIP),
    "anfor1:concerned:7": buttons.NewAnnouncementFor(kind=RuleKind.CONCERNED, number=7),
    "csheet1:355243000:social:kk": buttons.CommitteeSheet(code="355243000", area=Area.SOCIAL, language="kk"),
    "anno1:7:3:1:0": buttons.AnnouncementSwitch(announcement=7, version=3, urgent=True, on=False),
    "anndo1:7:3:out?": buttons.DoAnnouncement(announcement=7, version=3, deed=buttons.AnnouncementDeed.ASK_WITHDRAW),
    "annn1:7:report": buttons.DoNotice(notice=7, deed=buttons.NoticeDeed.REPORT),
    "annf1:7:kk": buttons.PlainText(announcement=7, language="kk"),
    "read1:7": buttons.HaveRead(notice=7),
    "fewer1:announcements": buttons.FewerOfThese(topic=Topic.ANNOUNCEMENTS),
    "inter1:social:1": buttons.ChooseInterest(area=Area.SOCIAL, on=True),
    "annrule1:355243000:1": buttons.RuleAnnouncements(code="355243000", on=True),
    "grp1:7": buttons.ShowGroup(group=7),
    "grpb1:7:355243000:kk": buttons.BindGroup(group=7, code="355243000", language="kk"),
    "grpu1:7:1": buttons.UnbindGroup(group=7, sure=True),
    "call1:7": buttons.ShowCall(call=7),
    "callr1:7:1": buttons.RemindOfCall(call=7, wanted=True),
    "calle1:7": buttons.EditCall(call=7),
    "callf1:7:title.kk": buttons.FillCall(call=7, part=CallPart.TITLE_KK),
    "callt1:7::0": buttons.CallTree(call=7, code="", page=0),
    "callp1:7:3:355243000:1:0:2": buttons.CallTerritory(
        call=7, version=3, code="355243000", chosen=True, here=False, page=2
    ),
    "callo1:7:3:0": buttons.PublishCall(call=7, version=3, sure=False),
    "callm1:7:3:deadline:1542362400": buttons.MoveCall(call=7, version=3, part=CallPart.DEADLINE, to=1542362400),
    "calla1:7:3:fund:12000000": buttons.KeepAmount(call=7, version=3, part=CallPart.FUND, tenge=12000000),
    "callh1:7:3": buttons.KeepCall(call=7, version=3),
    "callx1:7:3:1": buttons.CancelCall(call=7, version=3, sure=True),
    "mnew1:group:social:": buttons.BeginMeeting(kind=MeetingKind.GROUP, area=Area.SOCIAL, code=""),
    "meet1:7": buttons.ShowMeeting(meeting=7),
    "mpast1:1": buttons.PastMeetings(page=1),
    "mans1:7:coming": buttons.AnswerMeeting(meeting=7, answer=Answer.COMING),
    "mpart1:7:when": buttons.MeetingPart(meeting=7, part="when"),
    "mtitle1:7:kk": buttons.MeetingTitle(meeting=7, language="kk"),
    "mcal1:7:3:24322": buttons.ShowMonth(meeting=7, version=3, month=24322),
    "mday1:7:3:20261124": buttons.PickDay(meeting=7, version=3, day=20261124),
    "mtime1:7:3:202611241500:0": buttons.PickTime(meeting=7, version=3, at=202611241500, sure=False),
    "mwho1:7:3:members": buttons.InviteWhom(meeting=7, version=3, whom=Invited.MEMBERS),
    "mvil1:7:3:355243100": buttons.InviteVillage(meeting=7, version=3, code="355243100"),
    "mcap1:7:3": buttons.NoLimit(meeting=7, version=3),
    "mdur1:7:3:90": buttons.ChooseDuration(meeting=7, version=3, minutes=90),
    "minv1:7:3:members:": buttons.Reinvite(meeting=7, version=3, whom=Invited.MEMBERS, village=""),
    "mwom1:7": buttons.CountWomen(meeting=7),
    "miss1:7:0": buttons.AgendaIssues(meeting=7, page=0),
    "mput1:7:9:1:0": buttons.PutOnAgenda(meeting=7, issue=9, on=True, page=0),
    "mmov1:7:9:3:planned": buttons.MoveIssue(meeting=7, issue=9, version=3, state=IssueState.PLANNED),
    "mpap1:7": buttons.PaperList(meeting=7),
    "mrem1:7:3:1440": buttons.ToggleReminder(meeting=7, version=3, minutes=1440),
    "mpub1:7:1": buttons.PublishMeeting(meeting=7, sure=True),
    "moff1:7:1": buttons.CancelMeeting(meeting=7, sure=True),
    "mics1:7": buttons.MeetingCalendar(meeting=7),
    "mwall1:7": buttons.MeetingWall(meeting=7),
    "matt1:7:0": buttons.Attendance(meeting=7, page=0),
    "mtick1:7:9:1:0": buttons.TickAttendee(meeting=7, person=9, there=True, page=0),
    "mcnt1:7:0": buttons.CountOthers(meeting=7, photo=False),
    "mmin1:7:": buttons.MeetingMinutes(meeting=7, part=""),
    "mout1:7:3": buttons.RemoveOutcome(meeting=7, outcome=3),
    "msend1:7:1": buttons.SendMinutes(meeting=7, sure=True),
    "mreg1:::": buttons.ReadRegister(kind=None, code="", period=""),
    "mrch1:kind:training:355243000:y0": buttons.ChooseInRegister(
        what="kind", kind=MeetingKind.TRAINING, code="355243000", period="y0"
    ),
    "mxls1:training::2017": buttons.RegisterFile(kind=MeetingKind.TRAINING, code="", period="2017"),
}
# A subject with many buttons has them in a file of its own, and so has its part of these tables.
SUBJECTS = (
    issue_buttons,
    survey_crossed_buttons,
    survey_buttons,
    survey_editing_buttons,
    survey_paper_buttons,
    survey_result_buttons,
)
for _subject in SUBJECTS:
    PINNED |= _subject.PINNED
    WRITTEN |= _subject.WRITTEN
KINDS = [
    kind
    for module in (
        buttons,
        screens.issues.buttons,
        screens.surveys.buttons,
        screens.surveys.crossed_buttons,
        screens.surveys.editing_buttons,
        screens.surveys.paper_buttons,
        screens.surveys.result_buttons,
    )
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, CallbackData) and kind is not CallbackData and kind.__module__ == module.__name__
]
# The column of a territory's code holds 16 letters.
CODE = "9" * 16
SEATS = [
    (role, area, position)
    for role in Role
    for area, position in (product(Area, Position) if role is Role.COMMITTEE else [(None, None)])
]
PURPOSES = [territories.REGISTER, territories.MOVE, territories.POSTER] + [
    purpose_of(*seat) for seat in SEATS if seat[0] in TERRITORIAL or seat[0] in {Role.STAFF, Role.ADMINISTRATOR}
]
LONGEST: list[CallbackData] = [
    *(buttons.ChooseLanguage(language=language, then="settings") for language in LANGUAGES),
    buttons.Agree(okrug=CODE),
    *(buttons.Browse(purpose=purpose, code=CODE, page=1999) for purpose in PURPOSES),
    *(buttons.Choose(purpose=purpose, code=CODE) for purpose in PURPOSES),
    *(buttons.ShareLocation(purpose=purpose) for purpose in PURPOSES),
    buttons.GoTo(screen="notifications"),
    buttons.ChooseVillage(code=CODE),
    *(buttons.TellSex(sex=sex) for sex in Sex),
    *(buttons.TellAge(age=age) for age in AgeBand),
    *(buttons.ShowTopic(topic=topic) for topic in Topic),
    *(buttons.ChooseTopic(topic=topic, mode=mode) for topic in Topic for mode in Mode),
    buttons.ChooseQuiet(from_hour=23, until_hour=23),
    *(buttons.OfferRole(role=role, area=area, position=position) for role, area, position in SEATS),
    *(buttons.MakeInvite(role=role, area=area, position=position, code=CODE) for role, area, position in SEATS),
    buttons.TakeRole(code="a" * 24),
    buttons.ListRoles(page=BIG),
    buttons.ShowRole(grant=BIG),
    buttons.RevokeRole(grant=BIG, sure=True),
    buttons.RevokeInvite(invite=BIG, sure=True),
    buttons.HandOver(grant=BIG),
    buttons.ReadAudit(before=BIG),
    buttons.EraseMe(sure=True),
    buttons.NewAnnouncement(grant=BIG),
    buttons.ListAnnouncements(page=BIG),
    buttons.ShowAnnouncement(announcement=BIG),
    *(buttons.OpenAnnouncement(announcement=BIG, screen=screen) for screen in buttons.AnnouncementScreen),
    buttons.WriteAnnouncement(announcement=BIG, language="kk", again=True),
    buttons.ClearAnnouncement(announcement=BIG, version=999_999, language="kk"),
    *(
        buttons.ForWhom(announcement=BIG, version=999_999, kind=kind, key=CODE, excludes=True, on=True)
        for kind in (RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.INTEREST, RuleKind.GROUP)
    ),
    buttons.AnnouncementTree(announcement=BIG, code=CODE, page=999_999),
    buttons.AnnouncementDay(announcement=BIG, day="991231"),
    buttons.AnnouncementTime(announcement=BIG, version=999_999, at="9912312359"),
    *(buttons.AnnouncementRepeat(announcement=BIG, version=999_999, every=every, days=366) for every in (None, *Every)),
    buttons.AnnouncementPolicy(announcement=BIG, version=999_999, policy=Policy.RESEND),
    buttons.NewAnnouncementFor(kind=RuleKind.ANSWERED_SURVEY, number=BIG),
    buttons.CommitteeSheet(code="x" * 16, area=Area.ENGINEERING, language="en"),
    buttons.AnnouncementSwitch(announcement=BIG, version=999_999, urgent=True, on=True),
    *(buttons.DoAnnouncement(announcement=BIG, version=999_999, deed=deed) for deed in buttons.AnnouncementDeed),
    *(buttons.DoNotice(notice=BIG, deed=deed) for deed in buttons.NoticeDeed),
    buttons.PlainText(announcement=BIG, language="kk"),
    buttons.HaveRead(notice=BIG),
    *(buttons.FewerOfThese(topic=topic) for topic in Topic),
    *(buttons.ChooseInterest(area=area, on=True) for area in Area),
    buttons.RuleAnnouncements(code=CODE, on=True),
    buttons.ShowGroup(group=BIG),
    buttons.BindGroup(group=BIG, code=CODE, language="kk"),
    buttons.UnbindGroup(group=BIG, sure=True),
    buttons.ShowCall(call=BIG),
    buttons.RemindOfCall(call=BIG, wanted=True),
    buttons.EditCall(call=BIG),
    *(buttons.FillCall(call=BIG, part=part) for part in CallPart),
    buttons.CallTree(call=BIG, code=CODE, page=999_999),
    buttons.CallTerritory(call=BIG, version=999_999, code=CODE, chosen=True, here=True, page=999_999),
    buttons.PublishCall(call=BIG, version=999_999, sure=True),
    *(buttons.MoveCall(call=BIG, version=999_999, part=part, to=253402300799) for part in CallPart),
    *(buttons.KeepAmount(call=BIG, version=999_999, part=part, tenge=10**13) for part in CallPart),
    buttons.KeepCall(call=BIG, version=999_999),
    buttons.CancelCall(call=BIG, version=999_999, sure=True),
    *(buttons.BeginMeeting(kind=kind, area=area, code=CODE) for kind in MeetingKind for area in (None, *Area)),
    buttons.ShowMeeting(meeting=BIG),
    buttons.PastMeetings(page=BIG),
    *(buttons.AnswerMeeting(meeting=BIG, answer=answer) for answer in Answer),
    buttons.MeetingPart(meeting=BIG, part="reminders"),
    *(buttons.MeetingTitle(meeting=BIG, language=language) for language in LANGUAGES),
    buttons.ShowMonth(meeting=BIG, version=BIG, month=119_999),
    buttons.PickDay(meeting=BIG, version=BIG, day=99_991_231),
    buttons.PickTime(meeting=BIG, version=BIG, at=999_912_312_359, sure=True),
    *(buttons.InviteWhom(meeting=BIG, version=BIG, whom=whom) for whom in Invited),
    buttons.InviteVillage(meeting=BIG, version=BIG, code=CODE),
    buttons.NoLimit(meeting=BIG, version=BIG),
    buttons.ChooseDuration(meeting=BIG, version=BIG, minutes=20160),
    *(buttons.Reinvite(meeting=BIG, version=BIG, whom=whom, village="") for whom in Invited),
    buttons.Reinvite(meeting=BIG, version=BIG, whom=None, village=CODE),
    buttons.CountWomen(meeting=BIG),
    buttons.AgendaIssues(meeting=BIG, page=999_999),
    buttons.PutOnAgenda(meeting=BIG, issue=BIG, on=True, page=999_999),
    *(buttons.MoveIssue(meeting=BIG, issue=BIG, version=999_999, state=state) for state in IssueState),
    buttons.PaperList(meeting=BIG),
    buttons.ToggleReminder(meeting=BIG, version=BIG, minutes=999_999),
    buttons.PublishMeeting(meeting=BIG, sure=True),
    buttons.CancelMeeting(meeting=BIG, sure=True),
    buttons.MeetingCalendar(meeting=BIG),
    buttons.MeetingWall(meeting=BIG),
    buttons.Attendance(meeting=BIG, page=BIG),
    buttons.TickAttendee(meeting=BIG, person=BIG, there=True, page=999_999),
    buttons.CountOthers(meeting=BIG, photo=True),
    buttons.MeetingMinutes(meeting=BIG, part="decision"),
    buttons.RemoveOutcome(meeting=BIG, outcome=BIG),
    buttons.SendMinutes(meeting=BIG, sure=True),
    *(buttons.ReadRegister(kind=kind, code=CODE, period="2017") for kind in (None, *MeetingKind)),
    *(buttons.ChooseInRegister(what="period", kind=kind, code=CODE, period="2017") for kind in (None, *MeetingKind)),
    *(buttons.RegisterFile(kind=kind, code=CODE, period="2017") for kind in (None, *MeetingKind)),
]
LONGEST += [button for _subject in SUBJECTS for button in _subject.LONGEST]


def test_no_prefix_and_no_field_changes_under_peoples_fingers() -> None:
    assert {kind.__prefix__: (kind.__name__, *kind.model_fields) for kind in KINDS} == PINNED
    assert len({kind.__prefix__ for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("data", WRITTEN)
def test_a_button_that_was_sent_long_ago_still_means_the_same(data: str) -> None:
    assert WRITTEN[data].pack() == data
    assert type(WRITTEN[data]).unpack(data) == WRITTEN[data]


def test_the_longest_of_every_button_fits_and_comes_back() -> None:
    assert {type(button) for button in LONGEST} == set(KINDS) == {type(button) for button in WRITTEN.values()}
    for button in LONGEST:
        packed = button.pack()
        assert len(packed.encode()) <= 64, packed
        assert type(button).unpack(packed) == button


@pytest.mark.parametrize(
    "data",
    [
        "tree1:set::-1",
        "tree1:set::1e3",
        "roles1:9007199254740992",
        "role1:-7",
        "end1:7:maybe",
        "role1:" + "9" * 58,
        "log1:٣x",
        "sex1:third",
        "lang1:de:start",
        "hear1:mine",
        "erase1",
        "erase1:1:1",
        "give1:king:::",
        "offer1:akim:everything:",
    ],
)
def test_what_no_screen_ever_made_is_not_understood(data: str) -> None:
    kind = next(kind for kind in KINDS if kind.__prefix__ == data.partition(":")[0])
    with pytest.raises((TypeError, ValueError)):
        kind.unpack(data)


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_hostile_data_is_refused_and_nothing_else_breaks(kind: type[CallbackData], rest: str) -> None:
    try:
        button = kind.unpack(f"{kind.__prefix__}:{rest}")
    except (TypeError, ValueError):
        return
    assert isinstance(button, kind)


@pytest.mark.parametrize("seat", SEATS)
def test_the_purpose_of_a_role_comes_back(seat: tuple[Role, Area | None, Position | None]) -> None:
    assert read_purpose(purpose_of(*seat)) == seat


@pytest.mark.parametrize("purpose", ["", "g", "reg", "g.akim", "g.king..", "x.akim..", "g.akim...", "g.committee.all."])
def test_a_purpose_that_is_no_roles_is_refused(purpose: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_purpose(purpose)

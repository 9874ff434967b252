"""What every button does: typed data behind a prefix with a version.

Buttons live for ever in people's chats. When the fields of one change, its prefix gets the next number and the old
prefix is answered as an old button; a test pins each prefix, its fields and the 64 bytes that Telegram allows.
"""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.audiences import RuleKind
from domain.competitions.calls import CallPart
from domain.issues.states import IssueState
from domain.languages import Language
from domain.meetings import Answer, Invited, MeetingKind
from domain.outbox import Policy
from domain.people import AgeBand, Sex
from domain.repeats import Every
from domain.roles import Area, Position, Role
from domain.topics import Mode, Topic

# What stands in a button can be made up: a number that no database knows makes it an old button.
Number = Annotated[int, Field(ge=0, lt=2**53)]
# How often a thing was changed, or how many pages there are: small, where a button has many fields.
Version = Annotated[int, Field(ge=0, lt=10**6)]


class ChooseLanguage(CallbackData, prefix="lang1"):
    """Read this language; `then` is the screen to show: `start` or `settings`."""

    language: Language
    then: str


class Agree(CallbackData, prefix="agree1"):
    """Agree to what is kept, and live in this okrug when the link named one (else empty)."""

    okrug: str


class Browse(CallbackData, prefix="tree1"):
    """Look at a part of the tree of territories (empty: the top) to choose one for `purpose`."""

    purpose: str
    code: str
    page: Number


class Choose(CallbackData, prefix="pick1"):
    """Choose a territory for `purpose`."""

    purpose: str
    code: str


class ShareLocation(CallbackData, prefix="loc1"):
    """Be asked for a location to find the okrug for `purpose`."""

    purpose: str


class GoTo(CallbackData, prefix="go1"):
    """Go to a screen that needs nothing but its name."""

    screen: str


class ChooseVillage(CallbackData, prefix="vill1"):
    """Live in this village of one's okrug (empty: none named)."""

    code: str


class TellSex(CallbackData, prefix="sex1"):
    """Say one's sex."""

    sex: Sex


class TellAge(CallbackData, prefix="age1"):
    """Say one's age band."""

    age: AgeBand


class ShowTopic(CallbackData, prefix="topic1"):
    """Look at how one hears of a topic."""

    topic: Topic


class ChooseTopic(CallbackData, prefix="hear1"):
    """Hear of a topic in this way."""

    topic: Topic
    mode: Mode


class ChooseQuiet(CallbackData, prefix="quiet1"):
    """Hear nothing between these local hours."""

    from_hour: Number
    until_hour: Number


class OfferRole(CallbackData, prefix="offer1"):
    """Go on in giving a role: what is still to be chosen is empty."""

    role: Role
    area: Area | None
    position: Position | None


class MakeInvite(CallbackData, prefix="give1"):
    """Make the link that gives this role (everywhere when the code is empty)."""

    role: Role
    area: Area | None
    position: Position | None
    code: str


class TakeRole(CallbackData, prefix="take1"):
    """Take the role that an invite offers."""

    code: str


class ListRoles(CallbackData, prefix="roles1"):
    """Look at a page of who holds which role."""

    page: Number


class ShowRole(CallbackData, prefix="role1"):
    """Look at one role that is held."""

    grant: Number


class RevokeRole(CallbackData, prefix="end1"):
    """End a role, after being asked once (`sure`)."""

    grant: Number
    sure: bool


class RevokeInvite(CallbackData, prefix="uninv1"):
    """Make an invite worthless, after being asked once (`sure`)."""

    invite: Number
    sure: bool


class HandOver(CallbackData, prefix="over1"):
    """Make the link by which a successor takes one's role over."""

    grant: Number


class ReadAudit(CallbackData, prefix="log1"):
    """Read the log of officials' acts before this entry (0: the newest)."""

    before: Number


class ShowCall(CallbackData, prefix="call1"):
    """Read a call of the competition."""

    call: Number


class RemindOfCall(CallbackData, prefix="callr1"):
    """Be reminded of a call's deadline, or not any more."""

    call: Number
    wanted: bool


class EditCall(CallbackData, prefix="calle1"):
    """Look at a call as who looks after it."""

    call: Number


class FillCall(CallbackData, prefix="callf1"):
    """Be asked for one part of a call."""

    call: Number
    part: CallPart


class CallTree(CallbackData, prefix="callt1"):
    """Look at a part of the tree (empty: the top) in which a call's territories are chosen."""

    call: Number
    code: str
    page: Version


class CallTerritory(CallbackData, prefix="callp1"):
    """Let a territory take part in a call, or not; `here` when it is the one whose inside is shown, at this page."""

    call: Number
    version: Version
    code: str
    chosen: bool
    here: bool
    page: Version


class PublishCall(CallbackData, prefix="callo1"):
    """Publish a call, after seeing it as people will (`sure`)."""

    call: Number
    version: Version
    sure: bool


class MoveCall(CallbackData, prefix="callm1"):
    """Move a date of a call of which people know to this moment (seconds since 1970), after being asked."""

    call: Number
    version: Version
    part: CallPart
    to: Number


class KeepAmount(CallbackData, prefix="calla1"):
    """Fill in this amount of tenge, after seeing it in words."""

    call: Number
    version: Version
    part: CallPart
    tenge: Number


class KeepCall(CallbackData, prefix="callh1"):
    """Keep a call as one that is over, of which nobody hears."""

    call: Number
    version: Version


class CancelCall(CallbackData, prefix="callx1"):
    """Cancel a call or delete its draft, after being asked once (`sure`)."""

    call: Number
    version: Version
    sure: bool


class AnnouncementScreen(StrEnum):
    """The screens of a draft beside its own."""

    WHO = "who"
    AREAS = "areas"
    LANGUAGES = "langs"
    VILLAGES = "vills"
    GROUPS = "groups"
    WHEN = "when"
    REPEAT = "repeat"
    EDIT = "edit"
    PLAIN = "plain"
    BOARD = "board"


class AnnouncementDeed(StrEnum):
    """What is done with an announcement as a whole; what cannot be undone is asked first."""

    PREVIEW = "see"
    CONFIRM = "go"
    ASK_DELETE = "del?"
    DELETE = "del"
    TAKE_BACK = "back"
    ASK_WITHDRAW = "out?"
    WITHDRAW = "out"
    SEND_EDIT = "edit"
    DROP_EDIT = "drop"
    APPROVE = "yes"
    GIVE_BACK = "no"


class NoticeDeed(StrEnum):
    """What is done with an announcement while it goes, and after."""

    LOOK = "look"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_STOP = "stop?"
    STOP = "stop"
    REPORT = "report"
    TABLE = "table"


class NewAnnouncement(CallbackData, prefix="annew1"):
    """Begin an announcement under one of one's roles."""

    grant: Number


class ListAnnouncements(CallbackData, prefix="anns1"):
    """Look at a page of announcements that were sent."""

    page: Number


class NewAnnouncementFor(CallbackData, prefix="anfor1"):
    """Begin an announcement for those whom an issue concerns, or who have not finished a survey."""

    kind: RuleKind
    number: Number


class ShowAnnouncement(CallbackData, prefix="ann1"):
    """Look at one announcement."""

    announcement: Number


class OpenAnnouncement(CallbackData, prefix="annp1"):
    """Look at one side of an announcement."""

    announcement: Number
    screen: AnnouncementScreen


class WriteAnnouncement(CallbackData, prefix="annw1"):
    """Write what it says in a language; `again` when it went already and shall say something else."""

    announcement: Number
    language: Language
    again: bool


class ClearAnnouncement(CallbackData, prefix="annx1"):
    """Forget what it says in a language."""

    announcement: Number
    version: Version
    language: Language


class ForWhom(CallbackData, prefix="annr1"):
    """Add a rule to its audience, or take one out."""

    announcement: Number
    version: Version
    kind: RuleKind
    key: str
    excludes: bool
    on: bool


class AnnouncementTree(CallbackData, prefix="annt1"):
    """Look at a part of the tree of territories to choose whom it is for."""

    announcement: Number
    code: str
    page: Number


class AnnouncementDay(CallbackData, prefix="annd1"):
    """Choose the hour of a local day, written 261125."""

    announcement: Number
    day: str


class AnnouncementTime(CallbackData, prefix="annh1"):
    """Send it at this local time, written 2611251800; empty: as soon as it is confirmed."""

    announcement: Number
    version: Version
    at: str


class AnnouncementRepeat(CallbackData, prefix="anne1"):
    """Send it every week or month for so many days, or once."""

    announcement: Number
    version: Version
    every: Every | None
    days: Number


class AnnouncementPolicy(CallbackData, prefix="anpol1"):
    """Say what becomes of a message of which nobody knows whether it arrived."""

    announcement: Number
    version: Version
    policy: Policy


class AnnouncementSwitch(CallbackData, prefix="anno1"):
    """Let it be urgent (else: have an "I have read it" button), or not."""

    announcement: Number
    version: Version
    urgent: bool
    on: bool


class DoAnnouncement(CallbackData, prefix="anndo1"):
    """Do something with an announcement as a whole."""

    announcement: Number
    version: Version
    deed: AnnouncementDeed


class DoNotice(CallbackData, prefix="annn1"):
    """Do something with an announcement while it goes, or see what became of it."""

    notice: Number
    deed: NoticeDeed


class PlainText(CallbackData, prefix="annf1"):
    """Have it as plain text in a language."""

    announcement: Number
    language: Language


class HaveRead(CallbackData, prefix="read1"):
    """Say that one has read it; 0 in a preview."""

    notice: Number


class FewerOfThese(CallbackData, prefix="fewer1"):
    """Choose how one hears of a topic, from a message about it."""

    topic: Topic


class ChooseInterest(CallbackData, prefix="inter1"):
    """Be interested in an area, or not."""

    area: Area
    on: bool


class RuleAnnouncements(CallbackData, prefix="annrule1"):
    """Have announcements of a territory approved by a second person, or not."""

    code: str
    on: bool


class ShowGroup(CallbackData, prefix="grp1"):
    """Look at a bound group."""

    group: Number


class BindGroup(CallbackData, prefix="grpb1"):
    """Bind a group to a territory, to be spoken to in a language."""

    group: Number
    code: str
    language: Language


class UnbindGroup(CallbackData, prefix="grpu1"):
    """Say nothing more in a group, after being asked once (`sure`)."""

    group: Number
    sure: bool


class EraseMe(CallbackData, prefix="erase1"):
    """Delete oneself, after being asked once."""

    sure: bool


class BeginMeeting(CallbackData, prefix="mnew1"):
    """Go on in beginning a meeting: what is still to be chosen is empty; `code` "-" is no one territory."""

    kind: MeetingKind
    area: Area | None
    code: str


class ShowMeeting(CallbackData, prefix="meet1"):
    """Look at a meeting."""

    meeting: Number


class PastMeetings(CallbackData, prefix="mpast1"):
    """Look at a page of meetings that were."""

    page: Number


class AnswerMeeting(CallbackData, prefix="mans1"):
    """Say whether one comes."""

    meeting: Number
    answer: Answer


class MeetingPart(CallbackData, prefix="mpart1"):
    """Be asked for a part of a meeting: when, where, agenda, invited, capacity, reminders, title."""

    meeting: Number
    part: str


class MeetingTitle(CallbackData, prefix="mtitle1"):
    """Be asked for the title in this language."""

    meeting: Number
    language: Language


class ShowMonth(CallbackData, prefix="mcal1"):
    """Look at a month of the calendar to choose a day (`year * 12 + month - 1`)."""

    meeting: Number
    version: Number
    month: Number


class PickDay(CallbackData, prefix="mday1"):
    """Choose a day, as YYYYMMDD, to be asked for the hour."""

    meeting: Number
    version: Number
    day: Number


class PickTime(CallbackData, prefix="mtime1"):
    """Have the meeting at this local time, as YYYYMMDDHHMM; asked once (`sure`) when people are invited already."""

    meeting: Number
    version: Number
    at: Number
    sure: bool


class InviteWhom(CallbackData, prefix="mwho1"):
    """Invite these people."""

    meeting: Number
    version: Number
    whom: Invited


class InviteVillage(CallbackData, prefix="mvil1"):
    """Invite a village, or not any more."""

    meeting: Number
    version: Number
    code: str


class ChooseDuration(CallbackData, prefix="mdur1"):
    """Have it take so many minutes."""

    meeting: Number
    version: Number
    minutes: Number


class Reinvite(CallbackData, prefix="minv1"):
    """Invite these people (or one village more or less) to a meeting of which others know."""

    meeting: Number
    version: Number
    whom: Invited | None
    village: str


class NoLimit(CallbackData, prefix="mcap1"):
    """Have room for everyone."""

    meeting: Number
    version: Number


class ToggleReminder(CallbackData, prefix="mrem1"):
    """Remind so many minutes before, or not any more."""

    meeting: Number
    version: Number
    minutes: Number


class PublishMeeting(CallbackData, prefix="mpub1"):
    """Invite people, after being asked once."""

    meeting: Number
    sure: bool


class CancelMeeting(CallbackData, prefix="moff1"):
    """Call a meeting off, after being asked once; a draft is thrown away."""

    meeting: Number
    sure: bool


class MeetingCalendar(CallbackData, prefix="mics1"):
    """Get the meeting as a file for one's calendar."""

    meeting: Number


class MeetingWall(CallbackData, prefix="mwall1"):
    """Get the page for the wall by which people check in."""

    meeting: Number


class Attendance(CallbackData, prefix="matt1"):
    """Look at a page of who may be there."""

    meeting: Number
    page: Number


class TickAttendee(CallbackData, prefix="mtick1"):
    """Say that somebody is there, or is not."""

    meeting: Number
    person: Number
    there: bool
    page: Number


class CountOthers(CallbackData, prefix="mcnt1"):
    """Be asked how many came without Telegram, or (`photo`) for a photo of the paper list."""

    meeting: Number
    photo: bool


class AgendaIssues(CallbackData, prefix="miss1"):
    """Look at a page of the residents' issues that can be put on a meeting's agenda."""

    meeting: Number
    page: Version


class PutOnAgenda(CallbackData, prefix="mput1"):
    """Put an issue on a meeting's agenda, or take it off."""

    meeting: Number
    issue: Number
    on: bool
    page: Version


class MoveIssue(CallbackData, prefix="mmov1"):
    """Bring an issue that a meeting spoke of to this state, as it was seen."""

    meeting: Number
    issue: Number
    version: Version
    state: IssueState


class CountWomen(CallbackData, prefix="mwom1"):
    """Be asked how many of all who came were women."""

    meeting: Number


class PaperList(CallbackData, prefix="mpap1"):
    """See the photos of the paper list again."""

    meeting: Number


class MeetingMinutes(CallbackData, prefix="mmin1"):
    """Look at the minutes, or be asked for a part of them: text, decision, action."""

    meeting: Number
    part: str


class RemoveOutcome(CallbackData, prefix="mout1"):
    """Take a decision or an action out of the minutes."""

    meeting: Number
    outcome: Number


class SendMinutes(CallbackData, prefix="msend1"):
    """Send the minutes to those who took part, after being asked once."""

    meeting: Number
    sure: bool


class ReadRegister(CallbackData, prefix="mreg1"):
    """Look at the register: a kind, a territory's code, a period; what is empty is all."""

    kind: MeetingKind | None
    code: str
    period: str


class ChooseInRegister(CallbackData, prefix="mrch1"):
    """Be asked for the kind, the territory or the period of the register (`what`), the others staying so."""

    what: str
    kind: MeetingKind | None
    code: str
    period: str


class RegisterFile(CallbackData, prefix="mxls1"):
    """Get the register as a file."""

    kind: MeetingKind | None
    code: str
    period: str


# The sheet of a committee


class CommitteeSheet(CallbackData, prefix="csheet1"):
    """Take the sheet of an okrug's committee or group, in a language; without an area its sheets are offered."""

    code: str
    area: Area | None
    language: Language

"""What the buttons of issues do; as in `screens.buttons`, they live for ever in people's chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.issues.duties import Deed, Why
from domain.issues.issue import Setting
from domain.issues.moderation import Look, Pile
from domain.issues.report import Order, Part, Shelf
from domain.issues.states import Desk, Privacy
from domain.roles import Area
from screens.buttons import Number, Version

# Telling of an issue


class ReportStep(StrEnum):
    """The screens of a report that is not sent, and throwing it away."""

    AREAS = "areas"
    SAY = "say"
    PLACE = "place"
    PRIVACY = "who"
    PREVIEW = "see"
    ALIKE = "like"
    ASK_DISCARD = "del?"
    DISCARD = "del"


class ChooseArea(CallbackData, prefix="isar1"):
    """Choose what a report is about in this area; `issue` 0 when it is not begun yet."""

    issue: Number
    area: Area


class ChooseCategory(CallbackData, prefix="iscat1"):
    """Say what a report is about, which begins it when `issue` is 0."""

    issue: Number
    category: Number


class OpenReport(CallbackData, prefix="isrep1"):
    """Go on with a report at this step."""

    issue: Number
    step: ReportStep


class ClearPart(CallbackData, prefix="isclr1"):
    """Take a part out of a report."""

    issue: Number
    part: Part


class ChoosePrivacy(CallbackData, prefix="ispri1"):
    """Say who shall see a report."""

    issue: Number
    privacy: Privacy


class SignReport(CallbackData, prefix="isnam1"):
    """Let one's name stand under a report, or not."""

    issue: Number
    on: bool


class SendReport(CallbackData, prefix="issnd1"):
    """Send a report as it was seen; `sure` when alike ones were shown already."""

    issue: Number
    version: Version
    sure: bool


class JoinIssue(CallbackData, prefix="isjn1"):
    """Share an issue instead of sending one's own report."""

    report: Number
    issue: Number


# Looking at issues


class ListIssues(CallbackData, prefix="isl1"):
    """Look at a page of the issues of an okrug (empty: one's own)."""

    code: str
    area: Area | None
    shelf: Shelf
    order: Order
    page: Version


class Narrowed(StrEnum):
    """By what a list is made shorter."""

    AREA = "area"
    SHELF = "shelf"


class NarrowIssues(CallbackData, prefix="isln1"):
    """Be asked for the area or the states that a list shows."""

    code: str
    area: Area | None
    shelf: Shelf
    order: Order
    by: Narrowed


class ShowIssue(CallbackData, prefix="iss1"):
    """Look at an issue."""

    issue: Number


class SupportIssue(CallbackData, prefix="issup1"):
    """Share an issue, or not any more."""

    issue: Number
    on: bool


class FollowIssue(CallbackData, prefix="isfol1"):
    """Hear of an issue without sharing it, or not any more."""

    issue: Number
    on: bool


class IssuePart(StrEnum):
    """What of an issue does not fit its screen."""

    WORDS = "words"
    FILES = "files"
    PLACE = "place"
    HISTORY = "past"
    ARCHIVE = "zip"


class OpenIssue(CallbackData, prefix="isp1"):
    """Have a part of an issue that does not fit its screen."""

    issue: Number
    part: IssuePart


# Which matters more


class ComparePairs(CallbackData, prefix="ispair1"):
    """Go on comparing the issues of an area."""

    area: Area


class ChooseOfPair(CallbackData, prefix="ispick1"):
    """Say which of the two before one's eyes matters more; 0: one cannot say."""

    first: Number
    second: Number
    chosen: Number


class ShowPriorities(CallbackData, prefix="isprio1"):
    """Look at what matters in an area of an okrug (empty: one's own)."""

    code: str
    area: Area


class ChooseCompared(CallbackData, prefix="iscmp1"):
    """Choose what to compare in an area, issues or categories."""

    area: Area


class CompareCategories(CallbackData, prefix="iscpair1"):
    """Go on comparing the categories of an area."""

    area: Area


class ChooseOfCategories(CallbackData, prefix="iscpick1"):
    """Say which of the two categories before one's eyes matters more; 0: one cannot say."""

    first: Number
    second: Number
    chosen: Number


class ShowCategoryPriorities(CallbackData, prefix="iscprio1"):
    """Look at which categories matter in an area of an okrug (empty: one's own)."""

    code: str
    area: Area


# Figures


class CountIssues(CallbackData, prefix="iscnt1"):
    """Look at the figures of a selection; nothing named is everything within reach."""

    code: str
    area: Area | None
    period: str


class ChooseCounted(CallbackData, prefix="iscch1"):
    """Choose what is counted: the area, the territory or the period."""

    what: str
    code: str
    area: Area | None
    period: str


class TakeCounts(CallbackData, prefix="iscfl1"):
    """Take the figures of a selection along: as a picture or as a table."""

    form: str
    code: str
    area: Area | None
    period: str


# Answering


class DeskIssue(CallbackData, prefix="isdk1"):
    """Look at an issue as those who answer it."""

    issue: Number


class DoDeed(CallbackData, prefix="isdo1"):
    """Do something with an issue as it was seen, or be asked for what belongs to it."""

    issue: Number
    version: Version
    deed: Deed


class SendOn(CallbackData, prefix="ison1"):
    """Bring an issue to another desk."""

    issue: Number
    version: Version
    desk: Desk


class GiveReason(CallbackData, prefix="isrsn1"):
    """Decline or hide an issue for a ready reason."""

    issue: Number
    version: Version
    deed: Deed
    why: Why


class MergeInto(CallbackData, prefix="ismrg1"):
    """Let an issue go on as another."""

    issue: Number
    version: Version
    into: Number


class TakeBackStep(CallbackData, prefix="isund1"):
    """Take the last step back, as long as nobody heard of it."""

    issue: Number
    step: Number


class More(StrEnum):
    """What more can be said of a step that was just taken."""

    LANGUAGE = "lang"
    DONE = "done"
    REACHED = "people"


class SayMore(CallbackData, prefix="ismor1"):
    """Be asked for more about a step that was just taken."""

    issue: Number
    step: Number
    what: More


class DoneOn(CallbackData, prefix="isdon1"):
    """Say how many days ago something was done."""

    issue: Number
    step: Number
    days_ago: Version


class PromiseDay(CallbackData, prefix="isprm1"):
    """Say in how many months something will be done; 0: there is no day."""

    issue: Number
    version: Version
    months: Version


class OpenPile(CallbackData, prefix="isq1"):
    """Look at a page of what waits for an answer."""

    pile: Pile
    page: Version


class JudgeSolved(CallbackData, prefix="isjdg1"):
    """Say whether an issue is solved, in this round of asking."""

    issue: Number
    round: Version
    solved: bool


# Moderating


class OpenLook(CallbackData, prefix="islk1"):
    """Look at a page of what waits for a look."""

    look: Look
    page: Version


class AskStaff(CallbackData, prefix="isask1"):
    """Ask staff to look again at one's issue that is hidden, or for which one was barred."""

    issue: Number


class BanFor(CallbackData, prefix="isban1"):
    """Keep the author of an issue from reporting for so many days (0: be asked), for this reason (none: be asked)."""

    issue: Number
    days: Version
    why: Why | None


class ListBans(CallbackData, prefix="isbns1"):
    """Look at a page of those who may not report."""

    page: Version


class LiftBan(CallbackData, prefix="islft1"):
    """Let somebody report again."""

    ban: Number


class WatchWords(CallbackData, prefix="isww1"):
    """Look at a page of the words to watch."""

    page: Version


class DropWord(CallbackData, prefix="iswd1"):
    """Watch a word no more, known by its mark."""

    mark: Number
    page: Version


# Arranging


class IssueRules(CallbackData, prefix="isset1"):
    """Look at what a territory has arranged for its issues, or choose one of it anew."""

    code: str
    setting: Setting | None


class ArrangeIssues(CallbackData, prefix="isarr1"):
    """Arrange something in a territory."""

    code: str
    setting: Setting
    value: Version


class ManageCategories(CallbackData, prefix="ismca1"):
    """Look at the categories of an area as staff."""

    area: Area


class EditCategory(CallbackData, prefix="isco1"):
    """Look at a category as staff."""

    category: Number


class RenameCategory(CallbackData, prefix="iscr1"):
    """Be asked for other names of a category."""

    category: Number


class RetireCategory(CallbackData, prefix="iscx1"):
    """Let a category be chosen no more, or again."""

    category: Number
    retired: bool


class AddCategory(CallbackData, prefix="iscn1"):
    """Be asked for the names of a new category."""

    area: Area

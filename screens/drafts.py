"""Going on with what was begun, whatever its subject."""

from aiogram.filters.callback_data import CallbackData

from domain.drafts import Begun, DraftKind
from screens import buttons
from screens.home import to_menu
from screens.issues.buttons import OpenReport, ReportStep
from screens.screen import Button, Screen, one_a_row
from screens.surveys.buttons import ShowSurvey
from texts import Words

LETTERS = 30


def begun(_: Words, found: tuple[Begun, ...]) -> Screen:
    """What was begun, a button each."""
    if not found:
        return Screen(_("Nothing is begun: all of it is sent or thrown away."), to_menu(_))
    rows = one_a_row(*(Button(_line(_, one), _opens(one)) for one in found))
    return Screen(_("<b>Go on with what you began</b>"), (*rows, *to_menu(_)))


def _line(_: Words, one: Begun) -> str:
    kind = {
        DraftKind.REPORT: _.plain("➕ Problem"),
        DraftKind.ANNOUNCEMENT: _.plain("📣 Announcement"),
        DraftKind.MEETING: _.plain("📅 Meeting"),
        DraftKind.SURVEY: _.plain("📝 Survey"),
        DraftKind.CALL: _.plain("💼 Competition"),
    }[one.kind]
    words = " ".join(one.words.split()) if one.title is None else one.title.in_(_.language)
    return f"{kind}: {words[:LETTERS]}" if words else kind


def _opens(one: Begun) -> CallbackData:
    match one.kind:
        case DraftKind.REPORT:
            return OpenReport(issue=one.id, step=ReportStep.SAY)
        case DraftKind.ANNOUNCEMENT:
            return buttons.ShowAnnouncement(announcement=one.id)
        case DraftKind.MEETING:
            return buttons.ShowMeeting(meeting=one.id)
        case DraftKind.SURVEY:
            return ShowSurvey(survey=one.id)
        case DraftKind.CALL:
            return buttons.EditCall(call=one.id)

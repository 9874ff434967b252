"""What comes, whether I come, and being there."""

import asyncio
import re

from actions import people
from actions.meetings import answers, attendance, planning
from domain.links import LinkKind
from domain.meetings import KeptFile
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from domain.registers import Count
from handlers.home import menu
from handlers.meetings.common import again, asked_for, awaiting, awaiting_file, shown
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.meetings import calendar
from reports.poster import poster as poster_pdf
from screens import buttons
from screens.meetings import attendance as there
from screens.meetings import cards, names
from screens.outgoing import Attachment, Outgoing
from screens.refusals import as_text, sentence

CODE = "code"
# How many photos Telegram puts into one album.
ALBUM = 10


async def listing(visit: Visit) -> Shown:
    """What comes and concerns the person."""
    found = await planning.listing(visit.ctx)
    may_import = may_somewhere(visit.ctx.actor, Act.IMPORT_MEETINGS)
    return cards.listing(visit.words, found, visit.ctx.shared.zone, may_import=may_import)


async def past(visit: Visit, button: buttons.PastMeetings) -> Shown:
    """What was."""
    found, more = await planning.past(visit.ctx, button.page)
    return cards.past(visit.words, found, button.page, more, visit.ctx.shared.zone)


async def one(visit: Visit, button: buttons.ShowMeeting) -> Shown:
    """One meeting."""
    return shown(visit, await planning.one(visit.ctx, button.meeting))


async def answer(visit: Visit, button: buttons.AnswerMeeting) -> Shown:
    """Say whether one comes."""
    card = await answers.answer(visit.ctx, button.meeting, button.answer)
    return Reply(shown(visit, card), alert=cards.answered(visit.words, card))


async def to_calendar(visit: Visit, button: buttons.MeetingCalendar) -> Shown:
    """The meeting as a file for one's calendar."""
    card = await planning.one(visit.ctx, button.meeting)
    if card.meeting.starts_at is None:
        raise Refused("meeting_unfinished")
    title = names.title(visit.words, card)
    content = await asyncio.to_thread(calendar.ics, card, title, visit.words.language, visit.ctx.now)
    return Reply(document=Document(calendar.FILE_NAME, content, cards.calendar_file(visit.words, card)))


async def ask_code(visit: Visit) -> Shown:
    """Ask for the code on the wall."""
    if visit.ctx.actor.registered_at is None:
        raise Refused("not_registered")
    return Reply(cards.ask_code(visit.words), awaits=awaiting(CODE, 0))


async def typed_code(visit: Visit, text: str) -> Shown:
    """The code on the wall was typed."""
    asked_for(visit)
    try:
        return await _check_in(visit, text)
    except Refused as refused:
        if refused.reason != "no_such_code":
            raise
        alert = sentence(visit.words, refused)
        return Reply(cards.ask_code(visit.words), alert=alert, awaits=visit.ctx.actor.awaited)


async def _check_in(visit: Visit, code: str) -> Shown:
    card = await answers.check_in(visit.ctx, code)
    question = await people.profile_question(visit.ctx)
    return cards.checked_in(visit.words, card, ask_sex=question == "sex")


async def arrived(visit: Visit, code: str) -> Shown:
    """The QR code on the wall was opened: check in, or see the meeting while it is not its time."""
    try:
        return await _check_in(visit, code)
    except Refused as refused:
        try:
            return shown(visit, await answers.by_code(visit.ctx, code))
        except Refused:
            return await menu(visit, as_text(visit.words, refused))


async def page(visit: Visit, button: buttons.Attendance) -> Shown:
    """Who is there."""
    return there.page(visit.words, await attendance.page(visit.ctx, button.meeting, button.page))


async def tick(visit: Visit, button: buttons.TickAttendee) -> Shown:
    """Somebody is there, or is not."""
    found = await attendance.tick(visit.ctx, button.meeting, button.person, button.there, button.page)
    return there.page(visit.words, found)


async def ask_others(visit: Visit, button: buttons.CountOthers) -> Shown:
    """Ask for the number of those without Telegram, or for the photo of the paper list."""
    await attendance.page(visit.ctx, button.meeting, 0)
    if button.photo:
        return Reply(there.ask_photo(visit.words, button.meeting), awaits=awaiting_file("photo", button.meeting))
    return Reply(there.ask_count(visit.words, button.meeting), awaits=awaiting("count", button.meeting))


async def ask_women(visit: Visit, button: buttons.CountWomen) -> Shown:
    """Ask how many of all who came were women."""
    found = await attendance.page(visit.ctx, button.meeting, 0)
    return Reply(there.ask_women(visit.words, found), awaits=awaiting("women", button.meeting))


_AT_LEAST = re.compile(r"(?:\+|≥|>=?|at least|не менее|не меньше|минимум|хотя бы|кемінде|кем дегенде)")


async def typed_women(visit: Visit, text: str) -> Shown:
    """A number of women, exact or at least."""
    _, meeting_id, _ = asked_for(visit)
    said = text.casefold()
    number = _AT_LEAST.sub(" ", said).strip()
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        return again(visit, there.not_women(visit.words, meeting_id))
    women = Count(int(number), at_least=_AT_LEAST.search(said) is not None)
    return there.page(visit.words, await attendance.count_women(visit.ctx, meeting_id, women))


async def paper_list(visit: Visit, button: buttons.PaperList) -> Shown:
    """The photos of the paper list, for who may see it."""
    kept = await attendance.photos(visit.ctx, button.meeting)
    if not kept:
        raise Refused("old_button")
    # Photos make albums; what was sent as a file comes as a message of its own.
    albums = [[one for one in kept if (one.kind == "photo") is together] for together in (True, False)]
    size = ALBUM if len(albums[0]) > 1 else 1
    parts = [albums[0][at : at + size] for at in range(0, len(albums[0]), size)] + [[one] for one in albums[1]]
    messages = tuple(Outgoing(attachments=tuple(Attachment(one.kind, one.file_id) for one in part)) for part in parts)
    return Reply(there.paper_list(visit.words, button.meeting), fresh=True, messages=messages)


async def photo(visit: Visit, kept: KeptFile) -> Shown:
    """A photo of the paper list."""
    _, meeting_id, _ = asked_for(visit)
    return there.page(visit.words, await attendance.add_photo(visit.ctx, meeting_id, kept))


async def typed_count(visit: Visit, text: str) -> Shown:
    """Two numbers: women and men without Telegram."""
    _, meeting_id, _ = asked_for(visit)
    numbers = text.replace(",", " ").replace(";", " ").split()
    if len(numbers) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 7 for one in numbers):
        return again(visit, there.not_two_numbers(visit.words, meeting_id))
    women, men = map(int, numbers)
    return there.page(visit.words, await attendance.count_others(visit.ctx, meeting_id, women, men))


async def wall(visit: Visit, button: buttons.MeetingWall) -> Shown:
    """The page for the wall."""
    found = await attendance.wall(visit.ctx, button.meeting)
    card = await planning.one(visit.ctx, button.meeting)
    if found.link is None or found.meeting.title is None:
        return there.wall_without_link(visit.words, card)
    code = found.meeting.code
    pdf = await asyncio.to_thread(poster_pdf, found.meeting.title, found.link, there.on_wall(code.upper()))
    caption = there.wall(visit.words, names.title(visit.words, card), code)
    return Reply(document=Document(f"kenes-{code}.pdf", pdf, caption))


ROUTES = Routes(
    presses={
        buttons.PastMeetings: past,
        buttons.ShowMeeting: one,
        buttons.AnswerMeeting: answer,
        buttons.MeetingCalendar: to_calendar,
        buttons.Attendance: page,
        buttons.TickAttendee: tick,
        buttons.CountOthers: ask_others,
        buttons.CountWomen: ask_women,
        buttons.PaperList: paper_list,
        buttons.MeetingWall: wall,
    },
    screens={"meetings": listing, "check_in": ask_code},
    commands={"meetings": listing},
    links={LinkKind.EVENT: arrived},
)

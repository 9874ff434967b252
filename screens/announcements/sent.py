"""What becomes of an announcement: while it goes, and after."""

from collections.abc import Sequence
from datetime import tzinfo

from domain.announcements import SMALL, Announcement, AnnouncementView, Listed, Mask, Report, Row, State
from domain.outbox import DeliveryState, Notice, NoticeState
from screens import buttons, names
from screens.announcements.compose import audience, back, begins, do, groups, opens, people, to_draft, when
from screens.buttons import AnnouncementDeed as Deed
from screens.buttons import AnnouncementScreen as Side
from screens.buttons import NoticeDeed
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

CELLS = 12
ENDED = (NoticeState.DONE, NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN)
TERRITORIES = 15


def one(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """An announcement that was confirmed: where it stands and what can be done with it."""
    its, notice = view.announcement, view.notice
    lines = [_("<b>Announcement</b>: {state}", state=state(_, its, notice))]
    lines.append(_("👥 For whom: {audience}", audience=audience(_, view)))
    over = its.state is State.WITHDRAWN or (notice is not None and notice.state in ENDED)
    if over and its.next_at is None:
        lines.append(_went(_, view))
    else:
        lines.append(people(_, view))
        if its.audience.groups():
            lines.append(groups(_, view))
    if its.repeat is not None or its.send_at is not None:
        lines.append(_("🕘 When: {when}", when=when(_, view, zone)))
    if its.next_at is not None:
        lines.append(_("🔁 Next: {moment}", moment=_.moment(its.next_at, zone)))
    if its.edited_version is not None:
        lines.append(_("✏️ Other words are written and not sent yet."))
    return Screen(Html("\n".join(lines)), (*_deeds(_, view), *back(_)))


def _went(_: Words, view: AnnouncementView) -> Html:
    if not view.exact and view.reached < SMALL:
        return _("It went to fewer than 5 people.")
    return _.many("It went to {number} person.", "It went to {number} people.", view.reached)


def listing(_: Words, found: tuple[Listed, ...], page: int, *, more: bool, zone: tzinfo) -> Screen:
    """What was confirmed, the newest first, and where each stands."""
    if not found:
        return Screen(_("Nothing has been sent yet."), back(_))
    rows: list[tuple[Button, ...]] = []
    for one in found:
        at = one.announcement.confirmed_at
        day = "" if at is None else at.astimezone(zone).strftime("%d.%m ")
        stands = standing(_, one.announcement, one.notice, zone)
        rows.append((Button(f"{day}{stands}: {begins(_, one)}", opens(one)),))
    turn = []
    if page > 0:
        turn.append(Button("«", buttons.ListAnnouncements(page=page - 1)))
    if more:
        turn.append(Button("»", buttons.ListAnnouncements(page=page + 1)))
    if turn:
        rows.append(tuple(turn))
    return Screen(_("<b>Sent announcements</b>. Press one to see what became of it."), (*rows, *back(_)))


def standing(_: Words, its: Announcement, notice: Notice | None, zone: tzinfo) -> str:
    """Where it stands, with the moment that it waits for."""
    waits = its.next_at
    if notice is not None and notice.state is NoticeState.WAITING:
        waits = notice.send_from
    if waits is None or its.state is not State.CONFIRMED:
        return state(_, its, notice)
    return _.plain("waits for {moment}").format(moment=waits.astimezone(zone).strftime("%d.%m %H:%M"))


def state(_: Words, its: Announcement, notice: Notice | None) -> str:
    """Where it stands, in a word or two."""
    if its.state is State.WITHDRAWN:
        return _.plain("withdrawn")
    return _.plain("waits for its time") if notice is None else _notice_state(_, notice)


def _deeds(_: Words, view: AnnouncementView) -> Rows:
    its, notice = view.announcement, view.notice
    rows: list[tuple[Button, ...]] = []
    gone = notice is not None and notice.state is not NoticeState.WAITING
    if notice is not None and gone:
        rows.append((_notice(_.plain("📊 What became of it"), notice, NoticeDeed.REPORT),))
        if notice.state not in ENDED:
            rows.append((_notice(_.plain("⏳ How it goes"), notice, NoticeDeed.LOOK),))
    if its.state is State.CONFIRMED:
        if its.edited_version is not None:
            rows.append((do(_.plain("✅ Send the other words"), view, Deed.SEND_EDIT),))
            rows.append((do(_.plain("Leave the words as they are"), view, Deed.DROP_EDIT),))
        if not gone or its.next_at is not None:
            rows.append((do(_.plain("✏️ Take it back and change it"), view, Deed.TAKE_BACK),))
        if gone:
            rows.append((_side(_.plain("✏️ Change the words"), view, Side.EDIT),))
        rows.append((do(_.plain("🗑 Withdraw it"), view, Deed.ASK_WITHDRAW),))
    plain = _side(_.plain("📄 As plain text"), view, Side.PLAIN)
    rows.append((plain, _side(_.plain("🖨 For the board"), view, Side.BOARD)))
    return tuple(rows)


def _side(text: str, view: AnnouncementView, side: Side) -> Button:
    return Button(text, buttons.OpenAnnouncement(announcement=view.announcement.id, screen=side))


def _notice(text: str, notice: Notice, deed: NoticeDeed) -> Button:
    return Button(text, buttons.DoNotice(notice=notice.id, deed=deed))


def progress(
    _: Words, notice: Notice, speed_per_second: float | None = None, seconds_left: float | None = None
) -> Screen:
    """How a notice goes: a bar, how fast, how long still, and the buttons that hold it."""
    share = notice.ended / notice.total if notice.total else 0.0
    filled = round(share * CELLS)
    lines = [_("<b>Your announcement</b>: {state}", state=_notice_state(_, notice))]
    if notice.state is not NoticeState.WAITING:
        bar = "▓" * filled + "░" * (CELLS - filled)
        percent = int(share * 100)
        lines.append(_("{bar} {percent} %", bar=bar, percent=percent))
    if notice.total:
        lines.append(_("Through: {ended} of {total}", ended=_.number(notice.ended), total=_.number(notice.total)))
    running = notice.state in (NoticeState.SENDING, NoticeState.FANNING)
    if running and speed_per_second:
        lines.append(_("Speed: {speed} a second", speed=_.number(round(speed_per_second, 1))))
    if running and seconds_left is not None:
        lines.append(_("Time left: {time}", time=_duration(_, seconds_left)))
    return Screen(Html("\n".join(lines)), _holding(_, notice))


def _notice_state(_: Words, notice: Notice) -> str:
    # One that is said at once is about to be taken up.
    at_once = notice.send_from <= notice.created_at
    return {
        NoticeState.WAITING: _.plain("on its way") if at_once else _.plain("waits for its time"),
        NoticeState.FANNING: _.plain("on its way"),
        NoticeState.SENDING: _.plain("on its way"),
        NoticeState.PAUSED: _.plain("paused"),
        NoticeState.DONE: _.plain("sent"),
        NoticeState.STOPPED: _.plain("stopped"),
        NoticeState.CANCELLED: _.plain("taken back"),
        NoticeState.WITHDRAWN: _.plain("withdrawn"),
    }[notice.state]


def _duration(_: Words, seconds: float) -> str:
    if seconds < 60:
        return _.plain("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return _.plain("{minutes} min").format(minutes=minutes)
    return _.plain("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def _holding(_: Words, notice: Notice) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if notice.state in (NoticeState.SENDING, NoticeState.FANNING):
        pause = _notice(_.plain("⏸ Pause"), notice, NoticeDeed.PAUSE)
        rows.append((pause, _notice(_.plain("⏹ Stop"), notice, NoticeDeed.ASK_STOP)))
    elif notice.state is NoticeState.PAUSED:
        resume = _notice(_.plain("▶️ Go on"), notice, NoticeDeed.RESUME)
        rows.append((resume, _notice(_.plain("⏹ Stop"), notice, NoticeDeed.ASK_STOP)))
    if notice.state is not NoticeState.WAITING:
        rows.append((_notice(_.plain("📊 What became of it"), notice, NoticeDeed.REPORT),))
    rows.append((Button(_.plain("📣 The announcement"), buttons.ShowAnnouncement(announcement=notice.subject_id)),))
    return tuple(rows)


def stop_sure(_: Words, notice: Notice) -> Screen:
    """The question before what has not left is never sent."""
    rows = one_a_row(
        _notice(_.plain("⏹ Yes, stop for good"), notice, NoticeDeed.STOP),
        _notice(_.plain("No"), notice, NoticeDeed.LOOK),
    )
    return Screen(_("Stop sending? Who does not have it yet will not get it."), rows)


def withdraw_sure(_: Words, view: AnnouncementView) -> Screen:
    """The question before an announcement is taken back from everybody."""
    text = _(
        "Withdraw it? What has not left is not sent. Where it arrived it is deleted, as far as Telegram allows: "
        "only within 48 hours."
    )
    rows = one_a_row(
        do(_.plain("🗑 Yes, withdraw it"), view, Deed.WITHDRAW),
        Button(_.plain("No"), buttons.ShowAnnouncement(announcement=view.announcement.id)),
    )
    return Screen(text, rows)


def which_words(_: Words, view: AnnouncementView) -> Screen:
    """In which language other words shall be written."""
    its = view.announcement
    rows = one_a_row(
        *(
            Button(
                names.LANGUAGE_NAMES[language],
                buttons.WriteAnnouncement(announcement=its.id, language=language, again=True),
            )
            for language in its.languages
        )
    )
    text = _("Whose words shall change? Messages that arrived already are changed too; files stay as they are.")
    return Screen(text, (*rows, *to_draft(_, its.id)))


def ask_words(_: Words, number: int) -> Screen:
    """What is awaited: the new words."""
    return Screen(_("Send me the new text, whole."), to_draft(_, number))


def before_edit(_: Words, view: AnnouncementView) -> Screen:
    """What stands under the preview of other words."""
    rows = one_a_row(
        do(_.plain("✅ Send the other words"), view, Deed.SEND_EDIT),
        do(_.plain("Leave the words as they are"), view, Deed.DROP_EDIT),
    )
    return Screen(_("☝️ So it will read."), rows)


def choose_plain(_: Words, view: AnnouncementView) -> Screen:
    """In which language it is wanted as plain text."""
    its = view.announcement
    rows = one_a_row(
        *(
            Button(names.LANGUAGE_NAMES[one], buttons.PlainText(announcement=its.id, language=one))
            for one in its.languages
        )
    )
    return Screen(_("In which language?"), (*rows, *to_draft(_, its.id)))


def plain_hint(_: Words, number: int) -> Screen:
    """How to send the plain text on."""
    text = _(
        "☝️ Hold your finger on the text to copy it, then paste it into WhatsApp or wherever your people read. "
        "You can forward it too."
    )
    return Screen(text, to_draft(_, number))


def board_caption(_: Words) -> Html:
    """What stands under the page for the notice board."""
    return _("A page for the notice board. Print it and hang it up.")


def table_caption(_: Words) -> Html:
    """What stands under the table."""
    return _("What became of the announcement, as a table.")


# The report


def shown(_: Words, its: Report, number: int) -> str:
    """A number as this reader may see it."""
    known = its.shown(number)
    return _.plain("fewer than 5") if known is None else _.number(known)


def outcome(_: Words, which: DeliveryState) -> str:
    """How deliveries ended, in words."""
    return {
        DeliveryState.QUEUED: _.plain("Waiting"),
        DeliveryState.SENDING: _.plain("Leaving now"),
        DeliveryState.SENT: _.plain("Arrived"),
        DeliveryState.DIGEST: _.plain("In the digest of the day"),
        DeliveryState.BLOCKED: _.plain("Blocked the bot"),
        DeliveryState.GONE: _.plain("Not in Telegram any more"),
        DeliveryState.FAILED: _.plain("Refused by Telegram"),
        DeliveryState.SKIPPED: _.plain("Not wanted or too late"),
        DeliveryState.UNSURE: _.plain("Not known whether it arrived"),
    }[which]


def reason(_: Words, why: str) -> str:
    """Why something was not sent, in words; Telegram's own words stay as they are."""
    return {
        "off": _.plain("turned announcements off"),
        "quiet": _.plain("quiet hours"),
        "too_late": _.plain("too late"),
        "left": _.plain("left Kenes"),
        "not theirs": _.plain("has that role no more"),
        "blocked": _.plain("blocked the bot"),
        "nothing to say": _.plain("there was nothing to say"),
        "process died": _.plain("the bot stopped in the middle"),
        "trouble here": _.plain("a trouble of the bot"),
        "Forbidden: bot was blocked by the user": _.plain("blocked the bot"),
        "Forbidden: bot can't initiate conversation with a user": _.plain("deleted the chat with the bot"),
        "Forbidden: user is deactivated": _.plain("deleted their Telegram account"),
        "Bad Request: chat not found": _.plain("has no such chat any more"),
    }.get(why, why)


def halted(_: Words, why: str) -> str:
    """How many were held back on purpose stands behind these words."""
    return {
        "stopped": _.plain("Stopped"),
        "cancelled": _.plain("Taken back"),
        "withdrawn": _.plain("Withdrawn"),
    }[why]


def report(_: Words, its: Report) -> Screen:
    """What became of a notice."""
    lines = [_("<b>What became of it</b>")]
    lines.append(
        _(
            "Reached {reached} of {registered} registered.",
            reached=shown(_, its, its.reached),
            registered=shown(_, its, its.registered),
        )
    )
    if its.announcement.read_button:
        lines.append(_("“I have read it”: {number}", number=shown(_, its, its.read)))
    if its.groups:
        lines.append(_.many("And in {number} group.", "And in {number} groups.", its.groups))
    sections = [Html("\n".join(lines)), *_sections(_, its)]
    rows: list[tuple[Button, ...]] = [
        (
            _notice(_.plain("🔄 Refresh"), its.notice, NoticeDeed.REPORT),
            _notice(_.plain("⬇️ As a table"), its.notice, NoticeDeed.TABLE),
        )
    ]
    if its.notice.state not in ENDED:
        rows.append((_notice(_.plain("⏳ How it goes"), its.notice, NoticeDeed.LOOK),))
    return Screen(Html("\n\n".join(sections)), (*rows, *to_draft(_, its.announcement.id)))


def _sections(_: Words, its: Report) -> list[Html]:
    ended = [_fill(_, outcome(_, state), shown(_, its, number)) for state, number in its.in_order()]
    ended.extend(_fill(_, halted(_, why), shown(_, its, number)) for why, number in its.halted.items())
    found = [Html("\n".join(ended))]
    if its.reasons:
        why = [_fill(_, reason(_, why), shown(_, its, number)) for _state, why, number in its.reasons[:8]]
        found.append(Html("\n".join((_("<b>Why not</b>"), *why))))
    if len(its.by_territory) > 1:
        called = ["—" if place is None else place.names.in_(_.language) for place, _row in its.by_territory]
        rows = _rows(_, its, called, [row for _place, row in its.by_territory])[:TERRITORIES]
        found.append(Html("\n".join((_("<b>By territory</b>"), *rows))))
    if its.by_language:
        named = {str(language): name for language, name in names.LANGUAGE_NAMES.items()}
        called = [named.get(row.key, row.key) for row in its.by_language]
        found.append(Html("\n".join((_("<b>By language</b>"), *_rows(_, its, called, its.by_language)))))
    return [section for section in found if section]


def _fill(_: Words, what: str, number: str) -> Html:
    return _("{what}: {number}", what=what, number=number)


def _rows(_: Words, its: Report, called: Sequence[str], rows: Sequence[Row]) -> list[Html]:
    return [
        _("{what}: {sent} of {total}", what=what, sent=figure(_, sent), total=figure(_, total))
        for what, (sent, total) in zip(called, its.rows(rows), strict=True)
    ]


def figure(_: Words, number: int | Mask) -> str:
    """A number of a row, or why it is not shown."""
    if isinstance(number, Mask):
        return _.plain("fewer than 5") if number is Mask.SMALL else _.plain("not shown")
    return _.number(number)

"""Showing an announcement: the screen that belongs to its state, and itself as it arrives."""

from collections.abc import Awaitable, Callable

from actions.announcements import drafts
from domain.announcements import Announcement, AnnouncementView, State
from domain.outbox import Receiver
from domain.refusals import Refused
from domain.topics import Notifications
from handlers.visit import Reply, Shown, Visit
from screens.announcements import compose, said, sent
from screens.outgoing import Outgoing
from screens.refusals import sentence
from texts import words

# What is awaited: the first words in a language, and other words for what went already.
LANGUAGE, WORDS = "ann_text", "ann_words"


async def shown(visit: Visit, view: AnnouncementView) -> Shown:
    """The screen of an announcement: a draft, something to decide on, or what was confirmed."""
    its, zone = view.announcement, visit.ctx.shared.zone
    if its.state is State.DRAFT:
        return compose.draft(visit.words, view, zone)
    if its.state is State.APPROVING:
        if its.author_id == visit.ctx.actor.id:
            return compose.waiting(visit.words, view, zone)
        return Reply(compose.to_decide(visit.words, view, zone), messages=as_it_arrives(view))
    return sent.one(visit.words, view, zone)


def as_it_arrives(view: AnnouncementView, its: Announcement | None = None) -> tuple[Outgoing, ...]:
    """The very messages that the outbox would send, in every language that is written, each under its name."""
    told = said.Told(its or view.announcement, view.okrug)
    found: list[Outgoing] = []
    for language in told.announcement.languages:
        reader = Receiver(None, language, notifications=Notifications())
        found.extend((said.spoken(language), *said.messages(words(language), told, reader)))
    return tuple(found)


async def again_when_changed(
    visit: Visit,
    number: int,
    change: Callable[[], Awaitable[AnnouncementView]],
    then: Callable[[AnnouncementView], Awaitable[Shown]] | None = None,
) -> Shown:
    """Make a change and show what it led to; who saw an old version is told so and sees the present one."""
    try:
        view = await change()
    except Refused as refused:
        if refused.reason not in ("changed", "announcement_left"):
            raise
        view = await drafts.show(visit.ctx, number)
        present = await shown(visit, view)
        screen = present.screen if isinstance(present, Reply) else present
        return Reply(screen, alert=sentence(visit.words, refused))
    return await (then(view) if then is not None else shown(visit, view))

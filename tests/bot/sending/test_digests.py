"""The daily digest, from what waited for it to what is written down of it."""

from datetime import timedelta

import pytest

from bot.kinds import NoticeKind
from bot.sending import sender as sender_module
from domain.outbox import NoticeState, Task
from domain.topics import Topic
from storage.database import Connection, Database
from storage.outbox import notices
from storage.tables.people import notification_choices, quiet_hours
from tests import crowd
from tests.bot.sending.kit import Post, count, post_office, rows
from tests.cast import NOON

SIX = timedelta(hours=6)
FOLLOWED = Topic.FOLLOWED
HEADING = "News since the last digest"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "IDLE_SECONDS", 0.02)


async def collected(post: Post, *occurrences: str, useless: timedelta | None = None) -> list[int]:
    """Notices on a topic that comes by digest."""
    until = None if useless is None else NOON + useless
    numbers = await post.say(*(crowd.notice(one, topic=FOLLOWED, useless_after=until) for one in occurrences))
    await post.done(*numbers)
    return numbers


async def evening(post: Post, days: int = 0) -> None:
    """Six o'clock, so many days later, and all that comes of it."""
    post.watch.moved = SIX + timedelta(days=days)
    await post.tick()
    await post.settled()


def digests(post: Post, people: int) -> list[list[str]]:
    return [[text for text in messages if "•" in text] for messages in post.got(people)]


async def test_what_waited_comes_at_six_in_one_message_and_counts_as_sent(database: Database) -> None:
    async with post_office(database, 3) as post:
        one, two = await collected(post, "first", "second")
        assert post.got(3) == [[]] * 3
        assert (await post.notice(one)).digest == 3
        post.watch.moved = SIX - timedelta(minutes=1)
        await post.tick()
        assert await database.read(count) == 6
        await evening(post)
        assert [len(messages) for messages in post.got(3)] == [1, 1, 1]
        (text,) = digests(post, 1)[0]
        assert [line for line in text.split("\n") if line.startswith("•")] == ["• first v1", "• second v1"]
        for number in (one, two):
            found = await post.notice(number)
            assert (found.digest, found.sent, found.ended) == (0, 3, 3)
        assert {row.why for row in await database.read(rows) if row.notice_id == one} == {"digest"}


async def test_there_is_one_a_day_even_when_the_clock_is_set_back(database: Database) -> None:
    async with post_office(database, 2) as post:
        await collected(post, "first")
        await evening(post)
        post.watch.moved = SIX - timedelta(hours=1)
        await collected(post, "second")
        await evening(post)
        assert [len(messages) for messages in digests(post, 2)] == [1, 1]
        post.watch.moved = SIX + timedelta(days=1)
        await post.tick()
        await post.settled()
        assert [len(messages) for messages in digests(post, 2)] == [2, 2]


async def test_what_nobody_needs_any_more_is_skipped_and_an_empty_digest_is_not_sent(database: Database) -> None:
    async with post_office(database, 2) as post:
        late, nothing, withdrawn = (
            *await collected(post, "late", useless=timedelta(hours=25)),
            *await collected(post, "nothing"),
            *await collected(post, "withdrawn"),
        )
        await database.write(notices.change, withdrawn, Task.DELETE, 1)
        # The bot was down for a day, so the digest comes later than it should.
        await evening(post, days=1)
        assert post.got(2) == [[], []]
        for number in (late, nothing, withdrawn):
            found = await post.notice(number)
            assert (found.digest, found.skipped) == (0, 2)
        whys = {row.notice_id: row.why for row in await database.read(rows)}
        assert [whys[number] for number in (late, nothing, withdrawn)] == ["too_late", "nothing to say", "withdrawn"]


async def test_who_turned_the_topic_off_meanwhile_is_not_told_of_it(database: Database) -> None:
    async with post_office(database, 2) as post:
        await collected(post, "first")

        def off(connection: Connection) -> None:
            connection.execute(notification_choices.insert().values(person_id=1, topic=FOLLOWED.value, mode="off"))

        await database.write(off)
        await evening(post)
        assert [len(messages) for messages in post.got(2)] == [0, 1]


async def test_in_quiet_hours_it_waits(database: Database) -> None:
    async with post_office(database, 1) as post:

        def sleeps(connection: Connection) -> None:
            connection.execute(quiet_hours.update().values(from_hour=17, until_hour=20))

        await database.write(sleeps)
        await collected(post, "first")
        post.watch.moved = SIX
        await post.tick()
        while (await post.states())[1] == "queued" and not await _held(database):
            await post.tick()
        assert post.got(1) == [[]]
        post.watch.moved = SIX + timedelta(hours=2)
        await post.settled()
        assert [len(messages) for messages in digests(post, 1)] == [1]


async def _held(db: Database) -> bool:
    return any(row.not_before is not None for row in await db.read(rows))


async def test_a_digest_is_no_message_that_counts_for_the_limit_of_a_day(database: Database) -> None:
    async with post_office(database, 1) as post:
        await collected(post, "a", "b", "c", "d")
        await evening(post)
        (number,) = await post.say(crowd.notice("plain"))
        await post.done(number)
        assert (await post.notice(number)).sent == 1


async def test_one_line_that_cannot_be_said_keeps_no_other_back(database: Database) -> None:
    def line(_: object, value: str) -> object:
        if value.startswith("bad"):
            raise ZeroDivisionError
        return crowd.KINDS["test"].line(_, value)  # type: ignore[arg-type]

    kinds = {"test": NoticeKind(crowd.KINDS["test"].load, crowd.KINDS["test"].show, line)}  # type: ignore[arg-type]
    async with post_office(database, 1, kinds=kinds) as post:
        await collected(post, "bad", "good")
        await evening(post)
        (text,) = digests(post, 1)[0]
        assert [line for line in text.split("\n") if line.startswith("•")] == ["• good v1"]


async def test_a_digest_that_telegram_refuses_takes_nothing_off_the_list(database: Database) -> None:
    async with post_office(database, 1) as post:
        (number,) = await collected(post, "first")
        post.sandbox.world.chats.person(crowd.telegram_id(1)).blocked = True
        await evening(post)
        found = await post.notice(number)
        assert (found.digest, found.sent, found.state) == (1, 0, NoticeState.DONE)

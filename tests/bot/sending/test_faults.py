"""Whatever breaks: everyone is told once, or the report says who may not have been."""

import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.kinds import NoticeKind
from bot.sending import sender as sender_module
from bot.sending.courier import Call
from bot.sending.sender import Sender
from domain.audiences import Audience, Rule, RuleKind
from domain.outbox import Bad, DeliveryState, Later, NoticeState, Outcome, Policy, Sent, Task, Urgency
from domain.topics import Topic
from sandbox.play import Stage
from storage.database import Connection, Database, SQLite
from storage.outbox import fanout, notices
from storage.tables.outbox import groups
from storage.tables.people import accounts, notification_choices, quiet_hours
from tests import crowd
from tests.bot.sending.kit import Post, count, eventually, make_sender, post_office, rows, sending
from tests.cast import NOON

FAST = 40.0
SKIP, RESEND = Policy.SKIP, Policy.RESEND


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "IDLE_SECONDS", 0.02)


async def faults(post: Post, **rates: object) -> None:
    async with Stage(post.sandbox.url) as stage:
        await stage.faults(methods=["sendMessage"], **rates)


def twins(post: Post, people: int) -> int:
    return sum(max(0, len(messages) - 1) for messages in post.got(people))


# Telegram in trouble


async def test_storms_of_429_lose_nobody_and_tell_nobody_twice(database: Database) -> None:
    async with post_office(database, 120, speed=FAST, rate=60) as post:
        await faults(post, seed=3, rate_429=0.1)
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert post.got(120) == [["hello v1"]] * 120
        assert (await post.notice(number)).sent == 120


async def test_what_telegram_asks_to_wait_all_wait_for(database: Database) -> None:
    asked: list[float] = []

    class Strict:
        """Takes five, then asks for patience once, and writes down when it was called."""

        async def carry(self, _call: Call) -> Outcome:
            asked.append(post.watch.seconds())
            return Later(30, "429", everyone=True) if len(asked) == 6 else Sent((len(asked),))

        async def close(self) -> None:
            """Nothing is open."""

    async with post_office(database, 60, speed=FAST, rate=20, courier=Strict()) as post:
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        held_from, began_again = asked[5], [at for at in asked[6:] if at > asked[5] + 1]
        assert len(asked) == 61
        assert min(began_again) >= held_from + 30
        # What had its turn in the very moment may still leave, and after the pause they do not come all at once.
        assert len(asked) - 6 - len(began_again) <= 2
        assert began_again[20] - began_again[0] >= 0.9


@pytest.mark.parametrize("rates", [{"rate_500": 0.2}, {"rate_502": 0.2}, {"rate_cut_before": 0.2}], ids=str)
async def test_what_telegram_did_not_take_is_said_again(database: Database, rates: dict[str, float]) -> None:
    async with post_office(database, 60, speed=FAST) as post:
        await faults(post, seed=1, **rates)
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert post.got(60) == [["hello v1"]] * 60


async def test_an_answer_that_was_lost_may_come_twice_when_nobody_may_be_left_out(database: Database) -> None:
    async with post_office(database, 60, speed=FAST) as post:
        await faults(post, seed=1, rate_cut_after=0.2)
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        got = post.got(60)
        assert all(got)
        assert 0 < twins(post, 60) <= len([e for e in post.sandbox.world.calls.errors if e["fault"] == "cut_after"])


async def test_with_skip_nobody_hears_it_twice_and_the_unknown_are_listed(database: Database) -> None:
    async with post_office(database, 80, speed=FAST) as post:
        await faults(post, seed=1, rate_cut_after=0.1, rate_cut_before=0.1, rate_500=0.1)
        (number,) = await post.say(crowd.notice(policy=SKIP))
        await post.done(number)
        states, got = await post.states(), post.got(80)
        assert twins(post, 80) == 0
        unsure = {person for person, state in states.items() if state == "unsure"}
        assert {person for person, messages in enumerate(got, 1) if not messages} <= unsure
        assert (await post.notice(number)).unsure == len(unsure) > 0
        assert Counter(states.values()) == {"sent": 80 - len(unsure), "unsure": len(unsure)}


async def test_a_slow_telegram_has_many_on_their_way_and_gives_each_one_message(database: Database) -> None:
    async with post_office(database, 120, speed=FAST, rate=1000) as post:
        await faults(post, seed=1, delay=[0.5, 3.0])
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert post.got(120) == [["hello v1"]] * 120


async def test_after_eight_tries_a_message_is_given_up(database: Database) -> None:
    async with post_office(database, 2, speed=2000) as post:
        await faults(post, rate_502=1.0)
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert (await post.notice(number)).failed == 2
        assert post.sent() == 16


# Closed chats


async def test_who_blocked_the_bot_is_known_to_have_and_is_not_tried_again(database: Database) -> None:
    async with post_office(database, 3) as post:
        post.sandbox.world.chats.person(crowd.telegram_id(2)).blocked = True
        first, _ = await post.say(crowd.notice(), crowd.notice("other", send_from=NOON + timedelta(days=1)))
        await post.done(first)
        assert await post.states() == {1: "sent", 2: "blocked", 3: "sent"}

        def blocked(connection: Connection) -> list[int]:
            query = sa.select(accounts.c.person_id).where(accounts.c.blocked_at.isnot(None))
            return list(connection.execute(query).scalars())

        assert await database.read(blocked) == [2]
        calls = post.sent()
        (third,) = await post.say(crowd.notice("third"))
        await post.done(third)
        assert post.sent() == calls + 2
        assert (await post.notice(third)).blocked == 1


async def test_an_unknown_403_disables_nobody(database: Database) -> None:
    class Odd:
        async def carry(self, _call: Call) -> Outcome:
            return Bad("Forbidden: a new reason")

        async def close(self) -> None:
            """Nothing is open."""

    async with post_office(database, 2, courier=Odd()) as post:
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert (await post.notice(number)).failed == 2
        assert await database.read(_open_accounts) == 2


def _open_accounts(connection: Connection) -> int:
    query = sa.select(sa.func.count()).select_from(accounts).where(accounts.c.blocked_at.is_(None))
    return int(connection.execute(query).scalar_one())


async def test_a_group_that_became_a_supergroup_is_followed(database: Database) -> None:
    async with post_office(database, 1) as post, Stage(post.sandbox.url) as stage:
        aigul = await stage.meet(crowd.telegram_id(1))
        old = await stage.group("Жараспай", aigul, kind="group")
        await stage.request("POST", f"chats/{old}/bot", json={"by": aigul.id, "status": "member"})
        new, _ = await stage.request("POST", f"chats/{old}/upgrade")
        shared = {"kind": "group", "title": "g", "territory_code": crowd.OKRUG, "language": "kk", "bound_at": NOON}

        def bind(connection: Connection) -> None:
            connection.execute(groups.insert().values(id=1, telegram_chat_id=old, confirmed_at=NOON, **shared))

        await database.write(bind)
        (number,) = await post.say(crowd.notice(audience=Audience((Rule(RuleKind.GROUP, "1"),))))
        await post.done(number)
        chat = post.sandbox.world.chats.chat(new["id"])
        assert [m.body["text"] for m in chat.messages.values() if m.from_bot] == ["hello v1"]
        assert await database.read(lambda c: c.execute(sa.select(groups.c.telegram_chat_id)).scalar()) == new["id"]


# The database in trouble


async def test_nothing_is_sent_while_nothing_can_be_recorded_and_nobody_is_lost_or_told_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with post_office(database, 200, speed=FAST, rate=200) as post:
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: post.sent() >= 20)
        write, refused = type(database).write, 0

        async def full(db: Database, work: object, *args: object, **kw: object) -> object:
            nonlocal refused
            if getattr(work, "__func__", None) is Sender._write:
                refused += 1
                raise sa.exc.OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
            return await write(db, work, *args, **kw)  # type: ignore[arg-type]

        with monkeypatch.context() as while_full:
            while_full.setattr(type(database), "write", full)
            await eventually(lambda: refused >= 3)
            stopped_at = post.sent()
            await eventually(lambda: refused >= 8)
            assert post.sent() == stopped_at
            assert stopped_at < 200
        await post.done(number)
        assert post.got(200) == [["hello v1"]] * 200
        assert (await post.notice(number)).sent == 200


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_database_that_is_locked_or_read_only_stops_the_sending_until_it_heals(database: SQLite) -> None:
    async with post_office(database, 100, speed=FAST, rate=100) as post:
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: post.sent() >= 10)
        await database.write(lambda c: c.exec_driver_sql("PRAGMA query_only=ON"))
        await eventually(lambda: not post.sender._ahead and not post.sender._on_way)
        stopped_at = post.sent()
        assert stopped_at < 100
        await database._run(database._write_lane, _may_write, database)
        await post.done(number)
        assert post.got(100) == [["hello v1"]] * 100


def _may_write(database: SQLite) -> None:
    database._own.connection.connection.dbapi_connection.execute("PRAGMA query_only=OFF")


async def test_a_database_that_cannot_be_asked_what_a_notice_says_is_asked_again(database: Database) -> None:
    asked = 0

    def load(connection: Connection, notice: object) -> str:
        nonlocal asked
        asked += 1
        if asked <= 3:
            raise sa.exc.OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))
        return crowd.KINDS["test"].load(connection, notice)  # type: ignore[arg-type, no-any-return]

    kinds = {"test": NoticeKind(load, crowd.KINDS["test"].show, crowd.KINDS["test"].line)}
    async with post_office(database, 3, speed=FAST, kinds=kinds) as post:
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert post.got(3) == [["hello v1"]] * 3


async def test_a_notice_that_cannot_be_shown_fails_and_keeps_no_other_back(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def show(*_: object) -> tuple[()]:
        raise ZeroDivisionError

    kinds = {**crowd.KINDS, "bad": NoticeKind(crowd.KINDS["test"].load, show, crowd.KINDS["test"].line)}
    async with post_office(database, 20, kinds=kinds) as post:
        bad, unknown, good = await post.say(
            replace(crowd.notice(), kind="bad"), replace(crowd.notice(), kind="nobody"), crowd.notice()
        )
        await post.done(bad, unknown, good)
        assert [(await post.notice(number)).failed for number in (bad, unknown, good)] == [20, 20, 0]
        assert post.got(20) == [["hello v1"]] * 20
        assert len([record for record in caplog.records if "cannot be shown" in record.message]) == 2


# Starts, stops and clocks


async def test_a_stop_leaves_nothing_in_hand_and_the_next_start_goes_on(database: Database) -> None:
    async with post_office(database, 150, run=False, rate=300) as post:
        await faults(post, delay=[0.01, 0.05])
        (number,) = await post.say(crowd.notice())
        await post.tick()
        api = f"{post.sandbox.url}/bot{post.sandbox.token}"
        for stop_at in (20, 60):
            async with sending(make_sender(database, api, post.watch, rate=300)):
                await eventually(lambda at=stop_at: post.sent() >= at)  # type: ignore[misc]
            assert "sending" not in (await post.states()).values()
        async with sending(make_sender(database, api, post.watch)):
            await post.done(number)
        assert post.got(150) == [["hello v1"]] * 150
        assert await database.read(notices.count_repeated, number) == 0


async def test_a_start_in_the_middle_of_a_fan_out_goes_on_with_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with post_office(database, 50) as post:
        (number,) = await post.say(crowd.notice())
        await database.write(fanout.begin_due, NOON)
        await database.write(fanout.next_chunk, 20)
        post.sender.wake()
        await eventually(lambda: sum(map(len, post.got(50))) == 20)
        assert (await post.notice(number)).state is NoticeState.FANNING
        await post.done(number)
        assert post.got(50) == [["hello v1"]] * 50


async def test_a_clock_that_is_set_back_says_nothing_twice(database: Database) -> None:
    async with post_office(database, 40, rate=300) as post:
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(40))) >= 10)
        post.watch.moved = -timedelta(hours=1)
        await post.done(number)
        post.watch.moved = timedelta(0)
        await post.tick()
        await post.settled()
        assert post.got(40) == [["hello v1"]] * 40


async def test_quiet_hours_hold_a_message_and_the_morning_brings_it(database: Database) -> None:
    async with post_office(database, 3) as post:

        def sleeps(connection: Connection) -> None:
            connection.execute(
                quiet_hours.update().where(quiet_hours.c.person_id == 2).values(from_hour=11, until_hour=13)
            )

        await database.write(sleeps)
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(3))) == 2)
        assert (await post.notice(number)).state is NoticeState.SENDING
        post.watch.moved = timedelta(hours=1)
        await post.done(number)
        assert post.got(3) == [["hello v1"]] * 3


# Pause, stop, change


async def test_a_pause_stops_at_once_and_a_resume_finishes(database: Database) -> None:
    async with post_office(database, 200, rate=200) as post:
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(200))) >= 20)
        await database.write(notices.pause, number)
        await eventually(lambda: not post.sender._ahead and not post.sender._on_way)
        stood = sum(map(len, post.got(200)))
        assert stood < 120
        for _ in range(5):
            await post.tick()
        assert sum(map(len, post.got(200))) == stood
        await database.write(notices.resume, number)
        await post.done(number)
        assert post.got(200) == [["hello v1"]] * 200


async def test_what_is_stopped_while_telegram_has_us_wait_does_not_leave_after_it(database: Database) -> None:
    async with post_office(database, 100, speed=FAST, rate=100) as post:
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(100))) >= 10)
        post.sender.delivering.pace.hold(60)
        await eventually(lambda: not post.sender._ahead and not post.sender._on_way)
        stood = sum(map(len, post.got(100)))
        await database.write(notices.stop, number)
        await post.settled()
        assert sum(map(len, post.got(100))) == stood
        found = await post.notice(number)
        assert (found.state, found.sent, found.skipped) == (NoticeState.STOPPED, stood, 100 - stood)


async def test_an_edit_reaches_what_was_sent_and_what_was_just_leaving(database: Database) -> None:
    async with post_office(database, 150, rate=400) as post:
        await faults(post, delay=[0.01, 0.05])
        (number,) = await post.say(crowd.notice())
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(150))) >= 30)
        await database.write(notices.change, number, Task.EDIT, 2)
        await post.done(number)
        await post.settled()
        assert post.got(150) == [["hello v2"]] * 150
        found = await post.notice(number)
        assert (found.sent, found.ended) == (150, 150)
        assert {one.state for one in await database.read(notices.tally, number)} == {DeliveryState.SENT}


async def test_a_withdrawal_takes_back_what_was_sent_and_what_was_just_leaving(database: Database) -> None:
    async with post_office(database, 150, rate=400) as post:
        await faults(post, delay=[0.01, 0.05])
        (number,) = await post.say(crowd.notice("two parts"))
        await post.tick()
        await eventually(lambda: sum(map(len, post.got(150))) >= 40)
        await database.write(notices.change, number, Task.DELETE, 1)
        await post.settled()
        assert post.got(150) == [[]] * 150
        found = await post.notice(number)
        assert found.state is NoticeState.WITHDRAWN
        assert found.ended == found.total


async def test_a_message_in_two_parts_comes_in_order_and_whole(database: Database) -> None:
    async with post_office(database, 40, speed=FAST) as post:
        await faults(post, seed=2, rate_500=0.3)
        (number,) = await post.say(crowd.notice("two parts"))
        await post.done(number)
        assert post.got(40) == [["two parts v1 1", "two parts v1 2"]] * 40


async def test_nothing_to_say_is_skipped(database: Database) -> None:
    async with post_office(database, 3) as post:
        (number,) = await post.say(crowd.notice("nothing"))
        await post.done(number)
        assert (await post.notice(number)).skipped == 3
        assert post.got(3) == [[]] * 3


async def test_a_fourth_unasked_message_of_a_day_waits_for_the_digest(database: Database) -> None:
    async with post_office(database, 2) as post:
        numbers = await post.say(*(crowd.notice(f"n{n}") for n in range(5)))
        await post.say(crowd.notice("now", urgency=Urgency.URGENT))
        await post.done(*numbers)
        assert [len(messages) for messages in post.got(2)] == [4, 4]
        assert all("now v1" in messages for messages in post.got(2))
        assert Counter(row.state for row in await database.read(rows)) == {"sent": 8, "digest": 4}


async def test_who_chose_off_hears_nothing_of_it(database: Database) -> None:
    async with post_office(database, 2) as post:

        def off(connection: Connection) -> None:
            connection.execute(
                notification_choices.insert().values(person_id=1, topic=Topic.ANNOUNCEMENTS.value, mode="off")
            )

        await database.write(off)
        (number,) = await post.say(crowd.notice())
        await post.done(number)
        assert post.got(2) == [[], ["hello v1"]]
        assert await database.read(count) == 2

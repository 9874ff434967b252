"""What was begun and left is thrown away one day; what somebody still changes, or what was said before, is not."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from actions import housekeeping
from actions.announcements import drafts, due, sending
from domain.contents import Attached, Content
from domain.drafts import DraftKind
from domain.people import Actor
from domain.refusals import Refused
from domain.repeats import Every
from domain.roles import Role
from storage import drafts as store
from storage.database import Connection
from storage.outbox import notices
from storage.tables.calls import calls
from storage.tables.files import files
from storage.tables.issues import issues
from storage.tables.meetings import meetings
from storage.tables.outbox import notices as said
from storage.tables.surveys import surveys
from tests.actions.conftest import ZHARASPAI, Council
from tests.actions.test_announcements import akim, begun, confirmed, written

PHOTO = Content(502, attached=Attached("photo", "AgAC", "u1", 1000, "image/jpeg"))


async def left(council: Council, who: Actor, days: int) -> set[int]:
    await housekeeping.tidy(council.shared, council.now + timedelta(days=days))
    return {one.id for one in await council.db.read(store.begun, who.id)}


async def repeating(council: Council, who: Actor) -> int:
    its = (await written(council, who)).announcement
    await drafts.choose_time(council.ctx(who), its.id, None, council.now + timedelta(hours=1))
    view = await drafts.choose_repeat(council.ctx(who), its.id, None, Every.WEEK, date(2027, 1, 5))
    await confirmed(council, who, view)
    return its.id


async def take_back(council: Council, who: Actor, number: int) -> None:
    seen = (await drafts.show(council.ctx(who), number)).announcement.version
    await sending.take_back(council.ctx(who), number, seen)


async def test_what_nobody_changed_for_so_long_is_thrown_away_with_its_files(council: Council) -> None:
    daniyar = await akim(council)
    old = (await written(council, daniyar, Role.AKIM, PHOTO)).announcement.id
    sent = (await confirmed(council, daniyar, await written(council, daniyar))).announcement.id
    changed = (await begun(council, daniyar)).announcement.id
    assert await left(council, daniyar, 0) == {old, changed}
    assert await left(council, daniyar, 50) == {old, changed}
    await drafts.write(council.ctx(daniyar), changed, "kk", Content(801, "Тағы бір сөз"))
    assert await left(council, daniyar, 90) == {old, changed}
    assert await left(council, daniyar, 91) == {changed}
    with pytest.raises(Refused):
        await drafts.show(council.ctx(daniyar), old)
    assert (await drafts.show(council.ctx(daniyar), sent)).notice is not None
    assert await council.db.read(lambda c: c.execute(sa.select(sa.func.count()).select_from(files)).scalar()) == 0
    assert await left(council, daniyar, 181) == set()


async def test_what_is_taken_back_after_long_is_no_old_draft(council: Council) -> None:
    daniyar = await akim(council)
    number = await repeating(council, daniyar)
    await left(council, daniyar, 90)
    await take_back(council, daniyar, number)
    assert await left(council, daniyar, 91) == {number}
    assert await left(council, daniyar, 181) == {number}
    assert await left(council, daniyar, 182) == set()


async def test_what_was_said_before_keeps_its_past(council: Council) -> None:
    daniyar = await akim(council)
    number = await repeating(council, daniyar)
    await council.db.write(due, council.now + timedelta(hours=2), council.shared.zone)
    (notice,) = await council.db.read(notices.of_subject, "announcement", number)
    ended = said.update().where(said.c.id == notice.id).values(total=3, state="done")
    await council.db.write(lambda c: c.execute(ended))
    await take_back(council, daniyar, number)
    for days in (0, 91, 182):
        assert await left(council, daniyar, days) == {number}


async def test_drafts_of_every_kind_are_listed_and_go(council: Council) -> None:
    aigul = await council.person()
    common = {"state": "draft", "created_at": council.now, "source": "m:1"}
    rows = {
        issues: {"okrug_code": ZHARASPAI, "privacy": "open", "author_id": aigul.id, "text": "Жол", "taken": []},
        meetings: {
            "kind": "forum",
            "minutes": 60,
            "agenda": [],
            "audience": [],
            "code": "c",
            "uid": "u",
            "created_by": aigul.id,
        },
        surveys: {
            "author_id": aigul.id,
            "author_role": "akim",
            "anonymous": False,
            "audience": [],
            "options": {},
            "code": "c",
        },
        calls: {"changed_by_source": "m:1", "created_by": aigul.id},
    }

    def insert(connection: Connection) -> None:
        for table, values in rows.items():
            connection.execute(table.insert(), [{**common, **values}])

    await council.db.write(insert)
    found = await council.db.read(store.begun, aigul.id)
    assert {one.kind for one in found} == set(DraftKind) - {DraftKind.ANNOUNCEMENT}
    assert [one.words for one in found if one.kind is DraftKind.REPORT] == ["Жол"]
    assert await council.db.read(store.count, aigul.id) == 4
    assert await left(council, aigul, 0) != set()
    assert await left(council, aigul, 91) == set()

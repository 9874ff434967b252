"""Keeping people's files here too: each once, drafts not, what is lost not again, nothing after its owner left."""

import os
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from actions import files, people
from actions.issues import reading, reporting, sending
from domain.refusals import Refused
from domain.roles import Role
from storage import files as store
from storage.tables.files import files as table
from tests.actions.conftest import EAST, Council
from tests.actions.issue_kit import began, photo

JPEG = b"\xff\xd8\xff"


@pytest.fixture
def keeping(council: Council) -> Council:
    return replace(council, shared=replace(council.shared, keep_files=True))


def gives(*lost: str) -> Any:
    asked: list[str] = []

    async def fetch(file_id: str) -> bytes | None:
        asked.append(file_id)
        return None if file_id in lost else JPEG + file_id.encode()

    fetch.asked = asked  # type: ignore[attr-defined]
    return fetch


async def with_photos(council: Council, who: Any, *numbers: int) -> int:
    draft = await began(council, who)
    for number in numbers:
        draft = await reporting.take(council.ctx(who), draft.issue.id, photo(number))
    await sending.send(council.ctx(who), draft.issue.id, draft.issue.version, sure=True)
    return draft.issue.id


async def test_without_the_setting_nothing_is_asked_for(council: Council) -> None:
    await with_photos(council, await council.person(), 1)
    fetch = gives()
    assert not await files.keep_some(council.shared, fetch, council.now)
    assert fetch.asked == []


async def test_files_are_kept_once_and_come_back_for_the_archive(keeping: Council) -> None:
    aigul, farida = await keeping.person(), await keeping.with_role(Role.STAFF)
    number = await with_photos(keeping, aigul, 1, 2)
    fetch = gives()
    for _ in range(2):
        await files.keep_some(keeping.shared, fetch, keeping.now)
    assert fetch.asked == ["photo-1", "photo-2"]
    _, found = await reading.archive(keeping.ctx(farida), number)
    assert [content for _, content in found] == [JPEG + b"photo-1", JPEG + b"photo-2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in keeping.shared.files.iterdir())


async def test_a_draft_is_not_kept_and_what_telegram_lost_is_not_asked_for_again(keeping: Council) -> None:
    aigul = await keeping.person()
    draft = await began(keeping, aigul)
    await reporting.take(keeping.ctx(aigul), draft.issue.id, photo(1))
    number = await with_photos(keeping, aigul, 2)
    fetch = gives("photo-2")
    for _ in range(2):
        await files.keep_some(keeping.shared, fetch, keeping.now)
    assert fetch.asked == ["photo-2"]
    farida = await keeping.with_role(Role.STAFF)
    _, found = await reading.archive(keeping.ctx(farida), number)
    assert [content for _, content in found] == [None]


async def test_a_trouble_leaves_the_rest_for_the_next_time(keeping: Council) -> None:
    await with_photos(keeping, await keeping.person(), 1, 2)

    async def cut(file_id: str) -> bytes | None:
        raise OSError(file_id)

    with pytest.raises(OSError, match="photo-1"):
        await files.keep_some(keeping.shared, cut, keeping.now)
    fetch = gives()
    await files.keep_some(keeping.shared, fetch, keeping.now)
    assert fetch.asked == ["photo-1", "photo-2"]


async def test_who_leaves_takes_the_bytes_along_even_while_they_come(keeping: Council) -> None:
    aigul = await keeping.person()
    await with_photos(keeping, aigul, 1)
    await files.keep_some(keeping.shared, gives(), keeping.now)
    assert len(list(keeping.shared.files.iterdir())) == 1
    await people.erase_self(keeping.ctx(aigul))
    assert list(keeping.shared.files.iterdir()) == []
    berik = await keeping.person()
    await with_photos(keeping, berik, 2)

    async def leaves_meanwhile(file_id: str) -> bytes | None:
        await people.erase_self(keeping.ctx(berik))
        return JPEG

    await files.keep_some(keeping.shared, leaves_meanwhile, keeping.now)
    assert list(keeping.shared.files.iterdir()) == []


async def test_bytes_of_no_file_are_swept_away_after_an_hour(keeping: Council) -> None:
    store.write(keeping.shared.files, "photo-99.jpg", JPEG)
    assert await files.sweep(keeping.shared) == 0
    long_ago = 1_000_000_000
    os.utime(keeping.shared.files / "photo-99.jpg", (long_ago, long_ago))
    assert await files.sweep(keeping.shared) == 1


async def test_only_staff_responsible_for_the_okrug_take_files_for_the_archive(keeping: Council) -> None:
    aigul = await keeping.person()
    number = await with_photos(keeping, aigul, 1)
    akim = await keeping.with_role(Role.AKIM, "355243000")
    with pytest.raises(Refused, match=r"^not_allowed$"):
        await reading.archive(keeping.ctx(akim), number)
    elsewhere = await keeping.with_role(Role.STAFF, EAST, home="355253000")
    with pytest.raises(Refused, match=r"^no_such_issue$"):
        await reading.archive(keeping.ctx(elsewhere), number)
    assert await keeping.db.read(lambda c: c.execute(sa.select(table.c.stored_as)).scalars().all()) == [None]

"""The log of officials' acts is read by reach, and reading all of it is an act."""

import pytest

from actions import audit, roles
from domain.audit import AuditPage
from domain.refusals import Refused
from domain.roles import Offer, Role
from domain.territories import Place
from tests.actions.conftest import EAST, KARAGANDY, PERVOMAISKIY, ZHARASPAI, Council


def akim_of(code: str) -> Offer:
    return Offer(Role.AKIM, Place(code, ""))


def codes(page: AuditPage) -> list[str | None]:
    return [logged.entry.territory_code for logged in page.acts]


async def test_staff_of_an_oblast_read_what_was_done_in_it(council: Council) -> None:
    farida = await council.with_role(Role.ADMINISTRATOR)
    here, there = await council.with_role(Role.STAFF, KARAGANDY), await council.with_role(Role.STAFF, EAST)
    for offer in (akim_of(ZHARASPAI), akim_of(PERVOMAISKIY), Offer(Role.JURY), Offer(Role.STAFF, Place(EAST, ""))):
        await roles.invite(council.ctx(farida), offer)
    assert codes(await audit.read(council.ctx(farida))) == [EAST, None, PERVOMAISKIY, ZHARASPAI]
    assert codes(await audit.read(council.ctx(here))) == [ZHARASPAI]
    assert codes(await audit.read(council.ctx(there))) == [EAST, PERVOMAISKIY]
    logged = (await audit.read(council.ctx(here))).acts[0]
    assert logged.territory is not None
    assert logged.territory.code == ZHARASPAI

    own = await audit.download(council.ctx(here))
    assert [one.entry.act for one in own] == ["read_audit", "give_role"]
    assert all(one.entry.territory_code in {KARAGANDY, ZHARASPAI} for one in own)
    # That the neighbours downloaded theirs is theirs to see, and the administrator's.
    assert codes(await audit.read(council.ctx(there))) == [EAST, PERVOMAISKIY]
    assert codes(await audit.read(council.ctx(farida)))[0] == KARAGANDY


async def test_a_download_is_logged_once_for_one_press(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    for _ in range(2):
        acts = await audit.download(council.ctx(farida, "p:1"))
        assert [(one.entry.act, one.entry.person_id, one.entry.role) for one in acts] == [
            ("read_audit", farida.id, "staff")
        ]


async def test_the_log_comes_in_pages_from_the_newest_without_gaps(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    for _ in range(2 * audit.PAGE + 1):
        await roles.invite(council.ctx(farida), akim_of(ZHARASPAI))
    seen: list[int] = []
    older: int | None = None
    sizes = []
    while True:
        page = await audit.read(council.ctx(farida), older)
        seen += [one.entry.id for one in page.acts]
        sizes.append(len(page.acts))
        older = page.older
        if older is None:
            break
    assert sizes == [audit.PAGE, audit.PAGE, 1]
    assert seen == sorted(set(seen), reverse=True)


async def test_a_full_page_that_is_the_last_one_leads_no_further(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    for _ in range(audit.PAGE):
        await roles.invite(council.ctx(farida), akim_of(ZHARASPAI))
    assert (await audit.read(council.ctx(farida))).older is None


async def test_a_long_log_is_not_asked_for_line_by_line(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    for _ in range(12):
        await roles.invite(council.ctx(farida), akim_of(ZHARASPAI))
    before = council.db.counted.statements
    assert len(await audit.download(council.ctx(farida))) == 13
    assert council.db.counted.statements - before <= 5


async def test_who_is_not_of_the_office_reads_no_log(council: Council) -> None:
    for role in (Role.AKIM, Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE, Role.JURY):
        outsider = await council.with_role(role, None if role is Role.JURY else ZHARASPAI)
        for asked in (audit.read(council.ctx(outsider)), audit.download(council.ctx(outsider))):
            with pytest.raises(Refused, match="not_allowed"):
                await asked

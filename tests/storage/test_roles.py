"""Grants and invites: an invite works once, and a list shows what lies in a territory and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Connection

from bot.prepare import SEED
from domain.roles import Area, Invite, Offer, Position, Right, Role
from domain.territories import Place
from storage import people, roles, territories, territory_files
from storage.database import Database
from storage.tables.roles import grants

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KARAGANDY = Place("350000000", "/350000000/")
ZHARASPAI = Place("355243000", "/350000000/355200000/355243000/")
IZENDI = Place("355253000", "/350000000/355200000/355253000/")
EAST = Place("630000000", "/630000000/")
SEAT = Offer(Role.COMMITTEE, ZHARASPAI, Area.SOCIAL, Position.LEADER, frozenset({Right.APPROVE, Right.URGENT}))


@pytest.fixture
async def seeded(database: Database) -> Database:
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    return database


def made(
    connection: Connection, source: str, offer: Offer = SEAT, code: str | None = None, expires_at: datetime = NOW + HOUR
) -> Invite:
    return roles.create_invite(
        connection,
        code_hash=code or f"hash of {source}",
        offer=offer,
        source=source,
        given_by=None,
        now=NOW,
        expires_at=expires_at,
    )


async def test_an_invite_comes_back_as_it_was_made_and_only_its_hash_finds_it(seeded: Database) -> None:
    invite = await seeded.write(made, "p:1")
    assert invite.offer == SEAT
    assert invite.expires_at == NOW + HOUR
    assert await seeded.read(roles.invite_by_hash, "hash of p:1") == invite
    assert await seeded.read(roles.invite, invite.id) == invite
    assert await seeded.read(roles.invite_by_hash, "hash of p:2") is None


async def test_the_same_press_makes_one_invite(seeded: Database) -> None:
    first = await seeded.write(made, "p:1")
    assert await seeded.write(made, "p:1", Offer(Role.AKIM, IZENDI), "another hash", NOW + 2 * HOUR) == first
    assert await seeded.read(roles.open_invites, None, NOW) == [first]


async def test_an_invite_is_used_once_and_not_when_it_is_over(seeded: Database) -> None:
    aigul = await seeded.write(people.create, 1001, NOW)
    invite, old, ended = [await seeded.write(made, source) for source in ("p:1", "p:2", "p:3")]
    assert await seeded.write(roles.use_invite, invite.id, aigul, NOW)
    assert not await seeded.write(roles.use_invite, invite.id, aigul, NOW)
    assert not await seeded.write(roles.use_invite, old.id, aigul, NOW + HOUR)
    assert await seeded.write(roles.revoke_invite, ended.id, NOW)
    assert not await seeded.write(roles.revoke_invite, ended.id, NOW)
    assert not await seeded.write(roles.use_invite, ended.id, aigul, NOW)
    assert not await seeded.write(roles.revoke_invite, invite.id, NOW)
    assert [one.id for one in await seeded.read(roles.open_invites, None, NOW)] == [old.id]
    assert await seeded.read(roles.open_invites, None, NOW + HOUR) == []


async def test_a_list_of_a_territory_has_what_lies_in_it(seeded: Database) -> None:
    offers = {
        "zharaspai": SEAT,
        "izendi": Offer(Role.AKIM, IZENDI),
        "east": Offer(Role.STAFF, EAST),
        "everywhere": Offer(Role.JURY),
    }

    def fill(connection: Connection) -> None:
        aigul = people.create(connection, 1001, NOW)
        people.set_name(connection, aigul, "Айгүл")
        for source, offer in offers.items():
            made(connection, source, offer)
            roles.give(connection, aigul, offer, None, NOW)

    await seeded.write(fill)
    for within, expected in [
        ((KARAGANDY,), {"zharaspai", "izendi"}),
        ((ZHARASPAI,), {"zharaspai"}),
        ((ZHARASPAI, EAST), {"zharaspai", "east"}),
        ((), set[str]()),
        (None, set(offers)),
    ]:
        invites = await seeded.read(roles.open_invites, within, NOW)
        held = await seeded.read(roles.holders, within, NOW, limit=10)
        wanted = [offers[name] for name in expected]
        assert sorted((one.offer for one in invites), key=repr) == sorted(wanted, key=repr)
        assert {one.grant.role for one in held} == {offer.role for offer in wanted}
        assert {one.name for one in held} <= {"Айгүл"}


async def test_a_list_is_paged_without_gaps_and_an_ended_role_is_not_in_it(seeded: Database) -> None:
    def fill(connection: Connection) -> list[int]:
        given = []
        for number in range(7):
            person_id = people.create(connection, 1001 + number, NOW)
            given.append(roles.give(connection, person_id, Offer(Role.AKIM, ZHARASPAI), None, NOW))
        assert roles.revoke(connection, given[0], NOW)
        assert not roles.revoke(connection, given[0], NOW)
        connection.execute(grants.update().where(grants.c.id == given[1]).values(until=NOW))
        return given

    given = await seeded.write(fill)
    pages = [await seeded.read(roles.holders, None, NOW, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [one.grant.id for page in pages for one in page] == given[2:]
    assert await seeded.read(roles.holder, given[0], NOW) is None
    assert await seeded.read(roles.holder, given[1], NOW) is None
    held = await seeded.read(roles.holder, given[2], NOW)
    assert held is not None
    assert (held.name, held.since, held.grant.place) == (None, NOW, ZHARASPAI)

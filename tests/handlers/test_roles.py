"""Farida makes Daniyar akim, he fills his committee, and each reaches as far as their role and no further."""

from handlers.commands import for_everyone
from sandbox.play import Person
from storage import audit, people
from tests.cast import IZENDI, NOON, PERVOMAISKIY, ZHARASPAI, Village, registered
from tests.handlers.conftest import refused_calls
from texts import words

kk, ru = words("kk").plain, words("ru").plain
RESIDENT = [one.command for one in for_everyone(words("kk"))]


async def commands(kenes: Village, person: Person) -> list[str]:
    """The commands that a person sees behind the menu button of their chat."""
    chat = await kenes.stage.get(f"people/{person.id}/chats/{person.id}")
    return [one["command"] for one in chat["commands"]]


async def held(kenes: Village, person: Person) -> list[tuple[str, str | None]]:
    actor = await kenes.db.read(people.actor_of_telegram, person.id, NOON)
    assert actor is not None
    return [(grant.role.value, None if grant.place is None else grant.place.code) for grant in actor.grants]


def link_on(screen: Person) -> str:
    """What stands behind `?start=` in the link that a screen shows."""
    return screen.sees.split("start=")[1].split()[0]


async def farida_at_work(kenes: Village) -> Person:
    return await registered(await kenes.farida(), "Русский", ru("✅ I agree, go on"))


async def farida_gives_the_akims_role(farida: Person) -> str:
    await farida.says("/menu")
    await farida.presses(ru("🔑 Give a role"))
    await farida.presses(ru("akim"))
    await farida.presses("Карагандинская область")
    await farida.presses("Жараспай")
    assert "Жараспай" in farida.sees
    return link_on(farida)


async def test_farida_makes_daniyar_akim_and_ends_it(kenes: Village) -> None:
    farida, daniyar = await farida_at_work(kenes), await registered(await kenes.daniyar())
    # Whoever is administrator by the settings has an official's commands from the first day.
    assert set(await commands(kenes, farida)) > {"invite", "roles", "log", "poster"}
    assert await commands(kenes, daniyar) == RESIDENT

    code = await farida_gives_the_akims_role(farida)
    assert code.startswith("i")
    await daniyar.opens(code)
    assert "Жараспай" in daniyar.sees
    assert "Данияр" in daniyar.sees
    await daniyar.presses(kk("✅ Take the role"))
    assert kk("akim") in daniyar.sees
    assert [kk("🔑 Give a role")] in daniyar.buttons
    assert await held(kenes, daniyar) == [("akim", ZHARASPAI)]
    assert set(await commands(kenes, daniyar)) >= {*RESIDENT, "invite", "roles", "poster"}
    assert "log" not in await commands(kenes, daniyar)

    # He seats Berik in his own okrug, without being asked which.
    berik = await registered(await kenes.berik())
    await daniyar.says("/invite")
    await daniyar.presses(kk("committee member"))
    await daniyar.presses(kk("social infrastructure and services"))
    await daniyar.presses(kk("leader"))
    seat = link_on(daniyar)
    shown = daniyar.messages[-1]
    await berik.opens(seat)
    await berik.presses(kk("✅ Take the role"))
    assert await held(kenes, berik) == [("committee", ZHARASPAI)]

    # Another okrug is out of reach, however the button is made up.
    before = len(await kenes.db.read(audit.entries, None))
    for data in (
        f"give1:committee:social:leader:{IZENDI}",
        f"pick1:g.committee.social.leader:{PERVOMAISKIY}",
        f"pick1:g.akim..:{ZHARASPAI}",
        "give1:administrator:::",
        f"pick1:poster:{IZENDI}",
        "go1:audit",
        "go1:audit_file",
    ):
        await daniyar.presses_old(shown, data)
        refused = kk("You may not do this: it belongs to another role or another territory.")
        assert daniyar.alert == refused, data
    assert len(await kenes.db.read(audit.entries, None)) == before

    # Elena opens the link that is used up, and gets nothing but a sentence.
    elena = await registered(await kenes.elena(), "Русский", ru("✅ I agree, go on"))
    await elena.opens(code)
    assert ru("Somebody has used this link already: it works once. Please ask for a new one.") in elena.sees
    assert await held(kenes, elena) == []
    await elena.presses_old(elena.messages[-1], f"take1:{code[1:]}")
    assert elena.alert == ru("Somebody has used this link already: it works once. Please ask for a new one.")

    # Farida ends it, asked once, and his commands go with it.
    await farida.says("/roles")
    await farida.presses(f"{ru('akim')}, Жараспай: Данияр")
    await farida.presses(ru("End this role"))
    assert await held(kenes, daniyar) == [("akim", ZHARASPAI)]
    await farida.presses(ru("Yes, end it"))
    assert await held(kenes, daniyar) == []
    assert await commands(kenes, daniyar) == RESIDENT
    await daniyar.says("/invite")
    assert kk("You may not do this: it belongs to another role or another territory.") in daniyar.sees
    await farida.presses(ru("‹ Back"))
    assert not any("Данияр" in label for row in farida.buttons for label in row)
    assert refused_calls(kenes) == []


async def test_daniyar_hands_his_office_over(kenes: Village) -> None:
    farida, daniyar = await farida_at_work(kenes), await registered(await kenes.daniyar())
    await daniyar.opens(await farida_gives_the_akims_role(farida))
    await daniyar.presses(kk("✅ Take the role"))
    berik = await registered(await kenes.berik())

    await daniyar.says("/settings")
    await daniyar.presses(kk("🪪 My roles"))
    await daniyar.presses(kk("Hand over: {role}", role=f"{kk('akim')}, Жараспай"))
    assert kk("When it is taken, your own role ends.") in daniyar.sees
    code = link_on(daniyar)
    assert await held(kenes, daniyar) == [("akim", ZHARASPAI)]

    await berik.opens(code)
    await berik.presses(kk("✅ Take the role"))
    assert await held(kenes, berik) == [("akim", ZHARASPAI)]
    assert await held(kenes, daniyar) == []
    assert "invite" in await commands(kenes, berik)
    assert await commands(kenes, daniyar) == RESIDENT
    # A second press of the same button says the same and changes nothing.
    await berik.presses_old(berik.messages[-1], f"take1:{code[1:]}")
    assert await held(kenes, berik) == [("akim", ZHARASPAI)]

    # Everything that was done is in the log, which Farida reads and takes away.
    await farida.says("/log")
    assert ru("took a role") in farida.sees
    await farida.presses(ru("⬇️ Download"))
    assert farida.last is not None
    table = (await farida.file(farida.last)).decode("utf-8-sig").splitlines()
    acts = [line.split(";")[4] for line in table[1:]]
    assert acts == ["read_audit", "take_role", "hand_over_role", "take_role", "give_role"]
    assert "Данияр" not in "".join(table)


async def test_an_invite_waits_for_who_is_not_registered_yet(kenes: Village) -> None:
    farida, daniyar = await farida_at_work(kenes), await kenes.daniyar()
    code = await farida_gives_the_akims_role(farida)
    await daniyar.opens(code)
    assert daniyar.buttons[0] == ["Қазақша"]
    await daniyar.presses("Қазақша")
    await daniyar.presses(kk("✅ I agree"))
    await daniyar.says("Жараспай")
    await daniyar.presses("Жараспай")
    await daniyar.presses(kk("✅ Take the role"))
    assert await held(kenes, daniyar) == [("akim", ZHARASPAI)]


async def test_an_akim_prints_the_poster_of_the_okrug_and_a_resident_is_told_no(kenes: Village) -> None:
    farida, daniyar = await farida_at_work(kenes), await registered(await kenes.daniyar())
    await daniyar.says("/poster")
    assert kk("You may not do this: it belongs to another role or another territory.") in daniyar.sees
    await daniyar.opens(await farida_gives_the_akims_role(farida))
    await daniyar.presses(kk("✅ Take the role"))
    await daniyar.says("/poster")
    assert daniyar.last is not None
    assert daniyar.last["document"]["file_name"] == f"kenes-{ZHARASPAI}.pdf"
    assert (await daniyar.file(daniyar.last)).startswith(b"%PDF")

"""Two taps, and the bot knows nothing any more."""

from domain.people import Actor
from handlers.commands import for_everyone
from storage import people
from tests.cast import FARIDA, NOON, ZHARASPAI, Village, registered
from tests.handlers.conftest import refused_calls, remembered
from texts import words

kk = words("kk").plain


async def test_aigul_deletes_herself_in_two_taps_and_begins_anew(kenes: Village) -> None:
    berik = await registered(await kenes.berik())
    before = await remembered(kenes.db)
    aigul = await registered(await kenes.aigul())
    met = await kenes.db.read(people.actor_of_telegram, aigul.id, NOON)
    assert met is not None
    for data in ("sex1:woman", "age1:25_34", "hear1:surveys:off", "quiet1:0:0", "go1:move"):
        await aigul.presses_old(aigul.messages[-1], data)
    await aigul.says("/settings")
    await aigul.presses(kk("🗂 My data"))

    # The first tap asks, and a no is a no.
    await aigul.presses(kk("🗑 Delete me"))
    await aigul.presses(kk("No, keep me"))
    assert await kenes.db.read(people.actor_of_telegram, aigul.id, NOON) is not None
    await aigul.presses(kk("🗑 Delete me"))
    asked = aigul.last
    assert asked is not None
    await aigul.presses(kk("🗑 Yes, delete me"))
    assert kk("You are deleted: nothing about you is kept any more. To come back one day, send /start.") in aigul.sees
    assert aigul.buttons == []

    after = await remembered(kenes.db)
    for table, rows in after.items():
        assert not any(aigul.id in row or str(aigul.id) in row for row in rows), table
        if table not in {"inbox", "people"}:
            assert rows == before[table], table
    (left,) = (row for row in after["people"] if row not in before["people"])
    assert met.id in left
    assert len([value for value in left if value is not None]) == 3
    erasures = kenes.app.shared.erasures
    assert len(erasures.path.read_text().splitlines()) == 1
    assert str(aigul.id) not in erasures.path.read_text()

    # An old screen of hers does nothing to anybody: not even the second tap, once more.
    for data in ("erase1:1", "go1:settings", "tree1:set::0", "loc1:set", "tree1:reg::0", "sex1:woman"):
        await aigul.presses_old(asked, data)
        assert aigul.messages[-1]["from_bot"]
    assert await kenes.db.read(people.actor_of_telegram, aigul.id, NOON) is None
    assert len(erasures.path.read_text().splitlines()) == 1

    await aigul.says("/start")
    assert aigul.buttons[0] == ["Қазақша"]
    await registered(aigul)
    again = await kenes.db.read(people.actor_of_telegram, aigul.id, NOON)
    assert again is not None
    assert again.id != met.id
    assert again == Actor(
        again.id,
        aigul.id,
        "kk",
        agreed_at=again.agreed_at,
        home=met.home,
        registered_at=again.registered_at,
    )
    # Nobody else noticed.
    await berik.says("/menu")
    assert [kk("⚙️ Settings")] in berik.buttons
    assert refused_calls(kenes) == []


async def test_an_akim_who_leaves_loses_role_and_commands(kenes: Village) -> None:
    daniyar, farida = await registered(await kenes.daniyar()), await registered(await kenes.farida())
    await farida.presses_old(farida.messages[-1], f"give1:akim:::{ZHARASPAI}")
    link = farida.sees.split("start=")[1].split()[0]
    await daniyar.opens(link)
    await daniyar.presses(kk("✅ Take the role"))
    assert "roles" in await commands_of(kenes, daniyar.id)
    await daniyar.presses_old(daniyar.messages[-1], "erase1:1")
    assert "roles" not in await commands_of(kenes, daniyar.id)
    assert (await remembered(kenes.db))["grants"] == []
    # The link is spent for whoever comes after.
    await daniyar.opens(link)
    await registered(daniyar)
    assert await commands_of(kenes, daniyar.id) == [one.command for one in for_everyone(words("kk"))]
    assert await commands_of(kenes, FARIDA)


async def commands_of(kenes: Village, person: int) -> list[str]:
    """The commands that a person sees behind the menu button of their chat."""
    chat = await kenes.stage.get(f"people/{person}/chats/{person}")
    return [one["command"] for one in chat["commands"]]

"""Settings press by press in Kazakh, the file with one's own data, and a restart in the middle of registering."""

from pathlib import Path

from bot.app import make_app, running
from bot.prepare import prepare
from domain.people import AgeBand, Profile, Sex
from domain.topics import Mode, Quiet, Topic
from sandbox.play import Stage
from sandbox.server import Sandbox
from storage import people
from storage.database import open_database
from tests.cast import IZENDI, NOON, ZHARASPAI, Village, registered, settings_for, settled
from texts import words

kk, ru = words("kk").plain, words("ru").plain


async def test_aigul_changes_everything_about_herself_in_kazakh(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())

    await aigul.presses(kk("⚙️ Settings"))
    await aigul.presses(kk("🌐 Language"))
    await aigul.presses("Русский")
    assert [ru("🔔 Notifications")] in aigul.buttons
    await aigul.presses(ru("🌐 Language"))
    await aigul.presses("Қазақша")
    assert [kk("🔔 Notifications")] in aigul.buttons

    # The okrug by typing: it is never taken without a tap.
    await aigul.presses(kk("🏡 My okrug and village"))
    assert "Жараспай" in aigul.sees
    await aigul.presses(kk("Change the okrug"))
    await aigul.says("кажеться ничего похожего")
    assert "кажеться" in aigul.sees
    await aigul.says("izendi")
    await aigul.presses("Ізенді")
    assert kk("Saved.") in aigul.sees
    # What was awaited is over: the next text is none.
    await aigul.says("Жараспай")
    assert [kk("Nothing, to the menu")] in aigul.buttons

    await aigul.presses_old(aigul.messages[-1], "go1:village")
    await aigul.presses("Ізенді")
    assert "Ізенді" in aigul.sees

    await aigul.says("/settings")
    await aigul.presses(kk("👤 About me"))
    await aigul.presses(kk("Sex"))
    await aigul.presses(kk("Skip"))
    await aigul.presses(kk("Age"))
    await aigul.presses("25–34")
    assert kk("rather not say") in aigul.sees
    assert "25–34" in aigul.sees

    await aigul.presses(kk("‹ Back"))
    await aigul.presses(kk("🔔 Notifications"))
    await aigul.presses(kk("Surveys"))
    await aigul.presses(kk("not at all"))
    assert any(kk("Surveys") in label and kk("not at all") in label for row in aigul.buttons for label in row)
    await aigul.presses("21:00–08:00")
    await aigul.presses(kk("no quiet hours"))
    assert [kk("🌙 Quiet hours: none")] in aigul.buttons
    # An official's topic is an official's.
    assert not any(kk("My duties") in label for row in aigul.buttons for label in row)

    met = await kenes.db.read(people.actor_of_telegram, aigul.id, NOON)
    assert met is not None
    assert met.home is not None
    assert (met.language, met.home.code, met.village_code) == ("kk", IZENDI, "355253100")
    said = await kenes.db.read(people.profile, met.id)
    assert said == Profile(None, Sex.SKIPPED, AgeBand.FROM_25, said.age_told_on)
    chosen = await kenes.db.read(people.notifications, met.id)
    assert (chosen.mode(Topic.SURVEYS), chosen.quiet) == (Mode.OFF, Quiet(0, 0))


async def test_aigul_takes_her_data_away_as_a_file_that_any_phone_reads(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await registered(await kenes.berik())
    await aigul.says("/settings")
    await aigul.presses(kk("🗂 My data"))
    await aigul.presses(kk("⬇️ Get my data as a file"))
    assert aigul.last is not None
    assert aigul.last["document"]["file_name"] == "kenes.txt"
    assert aigul.sees == kk("This is everything that Kenes keeps about you.")
    content = await aigul.file(aigul.last)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert kk("About you") in text
    for fact in (f"{kk('Okrug')}: Жараспай", f"{kk('Your number in Telegram')}: 1001"):
        assert fact in text
    assert "1002" not in text
    assert "None" not in text


async def test_a_restart_in_the_middle_of_registering_loses_nothing(database_url: str, tmp_path: Path) -> None:
    database = open_database(database_url)
    try:
        await prepare(database, NOON)
        async with Sandbox() as sandbox:
            settings = settings_for(database_url, tmp_path, sandbox.url)
            app = make_app(settings, database)
            async with running(app), Stage(sandbox.url, settle=lambda: settled(app, sandbox)) as stage:
                aigul = await stage.person("Айгүл", id=1001, language_code="kk")
                await aigul.opens(f"t{ZHARASPAI}")
                await aigul.presses("Қазақша")
                assert "Жараспай" in aigul.sees
            again = make_app(settings, database)
            async with running(again), Stage(sandbox.url, settle=lambda: settled(again, sandbox)) as stage:
                aigul = await stage.meet(1001)
                # The button of before the restart still works, and the link is still known.
                await aigul.presses(kk("✅ I agree, go on"))
                assert "Жараспай" in aigul.sees
                assert [kk("⚙️ Settings")] in aigul.buttons
                await aigul.presses(kk("⚙️ Settings"))
                await aigul.presses(kk("🏡 My okrug and village"))
                await aigul.presses(kk("Change the okrug"))
            third = make_app(settings, database)
            async with running(third), Stage(sandbox.url, settle=lambda: settled(third, sandbox)) as stage:
                aigul = await stage.meet(1001)
                # What was awaited is a fact of the database too.
                await aigul.says("Ізенді")
                await aigul.presses("Ізенді")
                assert kk("Saved.") in aigul.sees
    finally:
        await database.close()

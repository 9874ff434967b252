"""Announcements over the real road: an akim writes, looks, sends, watches; neighbours read; groups are bound."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from domain.outbox import NoticeState
from domain.roles import Offer, Role
from domain.territories import Place
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.outbox import notices
from storage.tables.announcements import announcement_parts, announcements, progress_messages
from storage.tables.outbox import deliveries, groups, interests
from tests.cast import ZHARASPAI, Village, registered
from tests.handlers.conftest import refused_calls
from texts import words

kk = words("kk").plain
JPEG = b"\xff\xd8\xff"


async def akim(kenes: Village, person: Person, offer: Offer | None = None) -> Person:
    daniyar = await registered(person)

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, daniyar.id, datetime.now(UTC))
        assert found is not None
        given = offer or Offer(Role.AKIM, Place(ZHARASPAI, ""))
        roles.give(connection, found.id, given, None, datetime.now(UTC))

    await kenes.db.write(give)
    return daniyar


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return await kenes.db.read(lambda c: list(c.execute(sa.select(table).order_by(*table.primary_key)).all()))


async def begins(kenes: Village) -> Person:
    daniyar = await akim(kenes, await kenes.daniyar())
    await daniyar.says("/menu")
    await daniyar.presses("📣 Хабарландырулар")
    await daniyar.presses("➕ Жаңа хабарландыру")
    return daniyar


async def writes(daniyar: Person, text: str = "Ертең сағат 10-да су өшеді") -> Person:
    await daniyar.presses("✍️ Қазақша")
    await daniyar.says(text)
    await daniyar.presses("✅ Дайын")
    return daniyar


async def test_daniyar_writes_looks_and_sends(kenes: Village) -> None:
    await registered(await kenes.aigul())
    daniyar = await begins(kenes)
    assert "Кімге: Жараспай" in daniyar.sees
    assert "Бұл 5-тен аз адамға барады" in daniyar.sees
    await writes(daniyar)
    assert "Мына тілде жоқ: Русский, English" in daniyar.sees
    await daniyar.presses("👁 Көріп алып, жіберу")
    shown = daniyar.messages[-2]
    assert shown["text"] == "📣 Әкім хабарлайды · Жараспай\n\nЕртең сағат 10-да су өшеді"
    assert shown["reply_markup"]["inline_keyboard"][0][0]["text"] == "🔕 Мұндай аз келсін"
    assert await rows(kenes, deliveries) == []
    await daniyar.presses("✅ Қазір жіберу")
    assert "Хабарландыруыңыз" in daniyar.sees
    (its,) = await rows(kenes, announcements)
    (notice,) = await kenes.db.read(notices.of_subject, "announcement", its.id)
    assert (notice.kind, notice.occurrence, notice.state in NoticeState) == ("announcement", "1", True)
    (watched,) = await rows(kenes, progress_messages)
    assert watched.message_id == (daniyar.last or {})["message_id"]
    assert refused_calls(kenes) == []


async def test_the_preview_shows_every_language_and_an_old_one_sends_nothing(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.presses("✍️ Русский")
    await daniyar.says("Завтра не будет воды")
    await daniyar.presses("✅ Дайын")
    draft = daniyar.messages[-1]
    look = next(
        button["callback_data"]
        for row in draft["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "👁 Көріп алып, жіберу"
    )
    await daniyar.presses("👁 Көріп алып, жіберу")
    named, kazakh, other, russian = (one["text"] for one in daniyar.messages[-5:-1])
    assert ("Қазақша" in named, "Русский" in other) == (True, True)
    assert (kazakh.endswith("су өшеді"), russian.endswith("Завтра не будет воды")) == (True, True)
    await daniyar.presses("✅ Қазір жіберу")
    await daniyar.presses_old(draft, look)
    assert daniyar.alert
    assert not any("Қазір жіберу" in text for row in daniyar.buttons for text in row)


async def test_a_draft_survives_a_press_on_the_menu_and_goes_on(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.says("/menu")
    await daniyar.presses("📣 Хабарландырулар")
    await daniyar.presses("✏️ Жалғастыру: Ертең сағат 10-да су өшеді")
    assert "әлі жіберілген жоқ" in daniyar.sees


async def test_an_album_and_formatting_arrive_as_they_were_sent(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await daniyar.presses("✍️ Қазақша")
    seen = len(daniyar.messages)
    for number in range(3):
        await daniyar.sends_photo(JPEG + bytes([number]), media_group_id="77", expect_silence=number > 0)
    # The album is answered once, though each of its parts is kept.
    assert len([one for one in daniyar.messages[seen:] if one["from_bot"]]) == 1
    await daniyar.says("Мектеп жөнделді")
    await daniyar.presses("✅ Дайын")
    assert len(await rows(kenes, announcement_parts)) == 4
    await daniyar.presses("👁 Көріп алып, жіберу")
    arrived = daniyar.messages[-5:]
    assert [("photo" in one, one.get("media_group_id") is not None) for one in arrived[:3]] == [(True, True)] * 3
    assert arrived[3]["text"].endswith("Мектеп жөнделді")
    assert refused_calls(kenes) == []


async def test_a_photo_with_words_is_one_message(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await daniyar.presses("✍️ Қазақша")
    await daniyar.sends_photo(JPEG, "Жаңа алаң")
    await daniyar.presses("✅ Дайын")
    await daniyar.presses("👁 Көріп алып, жіберу")
    arrived = daniyar.messages[-2]
    assert "photo" in arrived
    assert arrived["caption"].endswith("Жаңа алаң")


async def test_a_time_is_chosen_by_buttons_or_typed(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.presses("🕘 Қашан")
    await daniyar.says("түсініксіз")
    assert "түсінбедім" in daniyar.sees
    await daniyar.says("кеше")
    await daniyar.says("01.01.2020 9:00")
    assert "өтіп кетті" in daniyar.sees
    await daniyar.says("ертең 9:00")
    assert "09:00" in daniyar.sees
    await daniyar.presses("🕘 Қашан")
    await daniyar.presses("Ертең")
    await daniyar.presses("18:00")
    assert "18:00" in daniyar.sees
    await daniyar.presses("🕘 Қашан")
    await daniyar.presses("🔁 Қайталап тұру")
    await daniyar.presses("3 ай")
    assert "апта сайын" in daniyar.sees
    await daniyar.presses("👁 Көріп алып, жіберу")
    await daniyar.presses("✅ Растау")
    assert "🔁 Келесісі" in daniyar.sees
    (its,) = await rows(kenes, announcements)
    assert its.next_at is not None
    assert refused_calls(kenes) == []


async def test_only_who_is_chosen(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await daniyar.presses("👥 Кімге")
    await daniyar.presses("🌐 Мына тілде оқитындарға…")
    await daniyar.presses("Русский")
    assert "Жараспай; Русский" in daniyar.sees
    assert ["✔️ Русский"] in daniyar.buttons
    await daniyar.presses("✔️ Русский")
    assert "мыналардан басқа: Русский" in daniyar.sees
    await daniyar.presses("✖️ Русский")
    assert "Русский" not in daniyar.sees
    await daniyar.presses("‹ Артқа")
    await daniyar.presses(kk("Committee members"))
    assert "комитет мүшелері" in daniyar.sees


async def test_better_never_than_twice_is_chosen_and_said(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await daniyar.presses(kk("🔁 Better twice than never"))
    assert kk("☝️ If the machine stops midway, whoever may have it already is left out and counted") in daniyar.sees
    (its,) = await rows(kenes, announcements)
    assert its.policy == "skip"
    await daniyar.presses(kk("☝️ Better never than twice"))
    (its,) = await rows(kenes, announcements)
    assert its.policy == "resend"


async def test_staff_write_the_name_of_an_okrug_and_go_on_in_the_tree(kenes: Village) -> None:
    farida = await akim(kenes, await kenes.farida(), Offer(Role.STAFF))
    await farida.says("/menu")
    await farida.presses("📣 Хабарландырулар")
    await farida.chooses("annew1")
    await farida.presses("👥 Кімге")
    await farida.presses(kk("🗺 Territories"))
    await farida.says("Бақатек")
    assert kk("I know no such okrug here. Please write it once more.") in farida.sees
    await farida.says("жараспай")
    assert "Жараспай" in [text for row in farida.buttons for text in row]
    await farida.presses("Жараспай")
    assert "Кімге: Жараспай" in farida.sees
    await farida.says("Изенді")
    await farida.presses("Ізенді")
    (its,) = await rows(kenes, announcements)
    assert [rule["kind"] for rule in its.audience if not rule["excludes"]].count("territory") == 2
    assert refused_calls(kenes) == []


async def test_what_was_begun_stands_in_the_menu_until_it_is_sent(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.says("/menu")
    await daniyar.presses(kk("✏️ Go on with what you began · {number}", number=1))
    await daniyar.presses(f"{kk('📣 Announcement')}: Ертең сағат 10-да су өшеді")
    assert "Кімге: Жараспай" in daniyar.sees
    await daniyar.presses(kk("🗑 Throw it away"))
    await daniyar.presses(kk("🗑 Yes, throw it away"))
    await daniyar.says("/menu")
    assert not any("жалғастыру" in text for row in daniyar.buttons for text in row)


async def test_an_old_screen_of_a_draft_changes_nothing_and_shows_the_present_one(kenes: Village) -> None:
    daniyar = await begins(kenes)
    old = daniyar.messages[-1]
    data = next(
        button["callback_data"]
        for row in old["reply_markup"]["inline_keyboard"]
        for button in row
        if button.get("callback_data", "").startswith("anno1")
    )
    await writes(daniyar)
    await daniyar.presses_old(old, data)
    assert "өзгерт" in daniyar.alert
    (its,) = await rows(kenes, announcements)
    assert not its.read_button


async def test_a_neighbour_cannot_write(kenes: Village) -> None:
    await begins(kenes)
    aigul = await registered(await kenes.aigul())
    await aigul.says("/menu")
    assert not any("Хабарландырулар" in text for row in aigul.buttons for text in row)
    await aigul.presses_old(aigul.messages[-1], "annew1:1")
    assert len(await rows(kenes, announcements)) == 1
    await aigul.presses_old(aigul.messages[-1], "ann1:1")
    assert aigul.alert != ""


async def test_the_sender_and_a_reader_see_it_through(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    daniyar = await begins(kenes)
    await daniyar.presses("«Оқып шықтым» батырмасы: жоқ")
    await daniyar.presses("🚨 Шұғыл: жоқ")
    await writes(daniyar)
    await daniyar.presses("👁 Көріп алып, жіберу")
    await daniyar.presses("✅ Қазір жіберу")
    await aigul.hears(wait=5)
    assert "су өшеді" in aigul.sees
    await aigul.presses("✅ Оқып шықтым")
    assert "есепке алдым" in aigul.alert
    await aigul.presses("🔕 Мұндай аз келсін")
    assert "Округімнің хабарландырулары" in aigul.sees or "хабарландыру" in aigul.sees.casefold()
    assert refused_calls(kenes) == []


async def test_plain_text_and_a_page_for_the_board(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.presses("👁 Көріп алып, жіберу")
    await daniyar.presses("✅ Қазір жіберу")
    await daniyar.presses("📣 Хабарландыру")
    await daniyar.presses("📄 Жай мәтін")
    await daniyar.presses("Қазақша")
    assert daniyar.messages[-2]["text"].startswith("📣 Әкім хабарлайды · Жараспай\n\nЕртең")
    await daniyar.presses("‹ Артқа")
    await daniyar.presses("🖨 Тақтаға")
    page = await daniyar.file(daniyar.messages[-1])
    assert page.startswith(b"%PDF")


async def test_the_report_comes_as_a_table(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.presses("👁 Көріп алып, жіберу")
    await daniyar.presses("✅ Қазір жіберу")
    (its,) = await rows(kenes, announcements)
    (notice,) = await kenes.db.read(notices.of_subject, "announcement", its.id)
    await daniyar.presses_old(daniyar.messages[-1], f"annn1:{notice.id}:table")
    assert (await daniyar.file(daniyar.messages[-1])).startswith(b"PK")


async def test_other_words_after_it_went(kenes: Village) -> None:
    daniyar = await begins(kenes)
    await writes(daniyar)
    await daniyar.presses("👁 Көріп алып, жіберу")
    await daniyar.presses("✅ Қазір жіберу")
    (its,) = await rows(kenes, announcements)
    await daniyar.presses_old(daniyar.messages[-1], f"annp1:{its.id}:edit")
    await daniyar.presses("Қазақша")
    await daniyar.says("Ертең су болады")
    assert daniyar.messages[-2]["text"].endswith("Ертең су болады")
    await daniyar.presses("✅ Жаңа сөзін жіберу")
    (its,) = await rows(kenes, announcements)
    assert its.content_version == 2
    assert refused_calls(kenes) == []


async def test_interests_are_chosen_in_the_settings(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.says("/settings")
    await aigul.presses("💡 Мені қызықтыратыны")
    await aigul.presses("экономика")
    assert [row.area for row in await rows(kenes, interests)] == ["economy"]
    await aigul.presses("✔️ экономика")
    assert await rows(kenes, interests) == []


# Groups


async def test_daniyar_binds_a_group_and_a_channel_is_lost(kenes: Village) -> None:
    daniyar = await akim(kenes, await kenes.daniyar())
    chat = await kenes.stage.group("Жараспай ауылы", daniyar)
    await (await daniyar.at(chat)).adds_bot("member")
    await daniyar.hears()
    assert "Жараспай ауылы" in daniyar.sees
    await daniyar.presses("Қазақша")
    (group,) = await rows(kenes, groups)
    assert (group.telegram_chat_id, group.territory_code, group.language) == (chat, ZHARASPAI, "kk")
    assert group.confirmed_at is not None
    await daniyar.says("/menu")
    await daniyar.presses("📣 Хабарландырулар")
    await daniyar.presses("📢 Топтар мен арналар")
    assert any("Жараспай ауылы" in text for row in daniyar.buttons for text in row)
    await (await daniyar.at(chat)).adds_bot("kicked")
    (group,) = await rows(kenes, groups)
    assert group.unbound_at is not None
    (lost,) = await kenes.db.read(notices.of_subject, "group", group.id)
    assert lost.kind == "group_lost"


async def test_a_neighbour_who_lets_the_bot_in_binds_nothing(kenes: Village) -> None:
    daniyar = await akim(kenes, await kenes.daniyar())
    aigul = await registered(await kenes.aigul())
    chat = await kenes.stage.group("Ауыл", aigul, daniyar)
    await (await aigul.at(chat)).adds_bot("member")
    assert await rows(kenes, groups) == []


async def test_only_who_let_it_in_confirms(kenes: Village) -> None:
    daniyar = await akim(kenes, await kenes.daniyar())
    other = await akim(kenes, await kenes.berik())
    chat = await kenes.stage.group("Ауыл", daniyar)
    await (await daniyar.at(chat)).adds_bot("member")
    (group,) = await rows(kenes, groups)
    await other.presses_old(other.messages[-1], f"grpb1:{group.id}:{ZHARASPAI}:kk")
    (group,) = await rows(kenes, groups)
    assert group.confirmed_at is None


async def test_a_channel_needs_the_right_to_write(kenes: Village) -> None:
    daniyar = await akim(kenes, await kenes.daniyar())
    chat = await kenes.stage.group("Арна", daniyar, kind="channel")
    there = await daniyar.at(chat)
    await there.adds_bot("administrator", can_post_messages=False)
    assert await rows(kenes, groups) == []
    await there.adds_bot("administrator", can_post_messages=True)
    await daniyar.hears()
    await daniyar.presses("Қазақша")
    (group,) = await rows(kenes, groups)
    assert group.confirmed_at is not None
    await there.adds_bot("administrator", can_post_messages=False)
    (group,) = await rows(kenes, groups)
    assert group.unbound_at is not None

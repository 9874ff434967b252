"""Words that nothing waited for are offered as what they may be, and an answer of the wrong kind loses no question."""

from datetime import timedelta

from actions import housekeeping
from tests.cast import NOON, Village, registered
from tests.handlers.conftest import refused_calls, remembered
from texts import words

kk = words("kk").plain
REPORT, FIND = kk("➕ It is a problem: tell of it"), kk("🔎 Look for it among the problems")
NOTHING = kk("Nothing, to the menu")


async def test_loose_words_become_a_report_with_those_words(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.says("Ауылда байланыс жоқ <b>")
    assert "Ауылда байланыс жоқ <b>" in aigul.sees
    assert [REPORT] in aigul.buttons
    assert [FIND] in aigul.buttons
    await aigul.presses(REPORT)
    drafts = (await remembered(kenes.db))["issues"]
    assert len(drafts) == 1
    assert "Ауылда байланыс жоқ <b>" in drafts[0]
    assert refused_calls(kenes) == []


async def test_loose_words_are_looked_for_or_left(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.says("байланыс")
    await aigul.presses(FIND)
    assert refused_calls(kenes) == []
    await aigul.presses(kk("🏠 Menu"))
    await aigul.says("байланыс")
    await aigul.presses(NOTHING)
    assert [kk("⚙️ Settings")] in aigul.buttons


async def test_loose_words_are_forgotten_after_two_days(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.says("Су жоқ")
    await housekeeping.tidy(kenes.app.shared, NOON + timedelta(days=9000))
    assert (await remembered(kenes.db))["loose_words"] == []
    await aigul.presses(REPORT)
    assert aigul.alert == kk("I have forgotten what you wrote. Please write it once more.")


async def test_a_sticker_for_an_answer_leaves_the_question_where_it_was(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.presses_old(aigul.messages[-1], "go1:find_issue")
    before = (await remembered(kenes.db))["awaited"]
    assert before
    await aigul.sends_sticker()
    assert (
        kk("I cannot take this kind of message as an answer. I am still waiting: please answer in words.") in aigul.sees
    )
    await aigul.shares_location(50.2, 71.5)
    after = (await remembered(kenes.db))["awaited"]
    assert [row[1] for row in after] == [row[1] for row in before]

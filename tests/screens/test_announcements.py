"""An announcement as it arrives: what fits into which message, for whom there are buttons, what a late one says."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.sending.courier import BLOCKED, CLOSED
from domain.announcements import Listed, State
from domain.audiences import Audience, Rule, RuleKind
from domain.contents import Attached, Said, units
from domain.languages import LANGUAGES, Language, Localized
from domain.outbox import NoticeState, Receiver
from domain.territories import Candidate, Level
from domain.topics import Notifications
from screens.announcements import audience, compose, said, sent
from screens.outgoing import Outgoing
from tests.screens.samples import NOW, OKRUG, RAYON, ZONE
from tests.screens.samples.announcements import ITS, NOTICE, VIEW, confirmed
from texts import words

PHOTO, VIDEO = Attached("photo", "p"), Attached("video", "v")
DOCUMENT, VOICE = Attached("document", "d"), Attached("voice", "o")


def arrives(
    what: Said, language: Language = "kk", *, group: bool = False, now: datetime | None = NOW
) -> tuple[Outgoing, ...]:
    its = said.Told(replace(ITS, said={"kk": what}), OKRUG, 7, NOW - timedelta(minutes=5))
    local = None if now is None else now.astimezone(ZONE)
    choices = None if group else Notifications()
    return said.messages(words(language), its, Receiver(1, language, notifications=choices, now=local))


def test_one_file_with_a_short_text_is_one_message_with_its_buttons() -> None:
    (one,) = arrives(Said("су өшеді", (), (PHOTO,)))
    assert [file.kind for file in one.attachments] == ["photo"]
    assert len(one.rows) == 2


def test_what_is_longer_than_a_caption_comes_after_the_file() -> None:
    file, text = arrives(Said("я" * 1020, (), (PHOTO,)))
    assert (file.text, file.rows) == ("", ())
    assert text.attachments == ()
    assert text.rows != ()


def test_files_go_together_as_telegram_takes_them() -> None:
    found = arrives(Said("су", (), (VOICE, PHOTO, DOCUMENT, VIDEO)))
    assert [[file.kind for file in one.attachments] for one in found] == [
        ["photo", "video"],
        ["document"],
        ["voice"],
        [],
    ]


def test_the_longest_text_is_never_cut() -> None:
    long = Said("💧" * 2048, ({"type": "bold", "offset": 0, "length": 4096},))
    head, body = arrives(long)
    assert (body.text, body.entities) == (long.text, long.entities)
    assert all(units(one.text) <= 4096 for one in (head, body))
    assert (head.rows, len(body.rows)) == ((), 2)


def test_formatting_stands_where_its_words_stand() -> None:
    (one,) = arrives(Said("💧 су өшеді", ({"type": "italic", "offset": 3, "length": 2},)))
    raw = one.text.encode("utf-16-le")
    cut = {
        entity["type"]: raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in one.entities or ()
    }
    assert cut == {"bold": '📣 Әкім хабарлайды · Жараспай <b>&" Ұзынатау ауылдық округі', "italic": "су"}


def test_a_group_gets_no_buttons() -> None:
    (one,) = arrives(Said("су"), group=True)
    assert one.rows == ()


def test_only_who_reads_another_language_is_told_so() -> None:
    assert "тек қазақша" not in arrives(Said("су"))[0].text.casefold()
    assert "только по-казахски" in arrives(Said("су"), "ru")[0].text.casefold()


def test_a_late_one_says_for_when_it_was_and_one_in_time_or_changed_does_not() -> None:
    assert "🕘" not in arrives(Said("су"))[0].text
    assert "🕘" in arrives(Said("су"), now=NOW + timedelta(hours=2))[0].text
    assert "🕘" not in arrives(Said("су"), now=None)[0].text


def test_a_draft_tells_how_many_groups_hear_it_too() -> None:
    assert "1 group or channel hears it too" in compose.draft(words("en"), VIEW, ZONE).text
    assert "1 group or channel hears it too" in compose.before_sending(words("en"), VIEW, ZONE).text


def test_what_went_is_told_in_the_past() -> None:
    states = ((State.WITHDRAWN, NoticeState.WITHDRAWN), (State.CONFIRMED, NoticeState.STOPPED))
    for state, notice in (*states, (State.CONFIRMED, NoticeState.DONE)):
        view = confirmed(state, notice)
        over = replace(view, reached=102, announcement=replace(view.announcement, next_at=None))
        text = sent.one(words("en"), over, ZONE).text
        assert "It went to 102 people." in text
        assert "It is for" not in text


def test_the_list_says_where_each_stands() -> None:
    again = replace(ITS, state=State.CONFIRMED)
    once = replace(again, next_at=None)
    found = [Listed(once, OKRUG, replace(NOTICE, state=state)) for state in (NoticeState.WAITING, NoticeState.STOPPED)]
    found += [Listed(again, OKRUG), Listed(replace(once, state=State.WITHDRAWN), OKRUG, NOTICE)]
    rows = sent.listing(words("en"), tuple(found), 0, more=False, zone=ZONE).rows
    waits = NOW.astimezone(ZONE).strftime("waits for %d.%m %H:%M")
    told = [row[0].text.partition(" ")[2].partition(": ")[0] for row in rows[:4]]
    assert told == [waits, "stopped", waits, "withdrawn"]


def test_okrugs_of_one_name_are_told_apart_by_their_rayons() -> None:
    def okrug(code: str, rayon: str) -> Candidate:
        above = replace(RAYON, code=rayon, names=Localized(kk=rayon))
        return Candidate((above, replace(OKRUG, code=code, names=Localized(kk="Қарасу"))))

    both = audience.found(words("kk"), VIEW, (okrug("1", "Осакаров"), okrug("2", "Бұқар жырау")))
    assert [row[0].text for row in both.rows[:2]] == ["Қарасу, Осакаров", "Қарасу, Бұқар жырау"]
    alone = audience.found(words("kk"), VIEW, (okrug("1", "Осакаров"),))
    assert alone.rows[0][0].text == "Қарасу"


def test_a_village_is_told_from_its_okrug_of_the_same_name() -> None:
    rules = (Rule(RuleKind.TERRITORY, OKRUG.code), Rule(RuleKind.VILLAGE, "9"))
    named = {OKRUG.code: OKRUG, "9": replace(OKRUG, code="9", level=Level.SETTLEMENT)}
    view = replace(VIEW, announcement=replace(ITS, audience=Audience(rules)), territories=named)
    for language in LANGUAGES:
        okrug, village = compose.audience(words(language), view).split("; ")
        assert okrug != village
        assert OKRUG.names.in_(language) in village


def test_what_goes_at_once_never_waits_for_its_time() -> None:
    now = replace(NOTICE, state=NoticeState.WAITING, send_from=NOTICE.created_at)
    later = replace(now, send_from=now.created_at + timedelta(hours=1))
    assert "on its way" in sent.progress(words("en"), now).text
    assert "waits for its time" in sent.progress(words("en"), later).text


def test_telegrams_refusals_are_said_in_words_and_what_is_new_as_it_is() -> None:
    for why in (BLOCKED, *(why for why in CLOSED if "chat" not in why or "not found" in why)):
        assert sent.reason(words("ru"), why) != why
    assert sent.reason(words("ru"), "Forbidden: something new") == "Forbidden: something new"

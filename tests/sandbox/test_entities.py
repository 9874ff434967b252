"""Formatted text: what is kept, what is refused, and where the entities lie."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import TAGS, detect, formatted, parse_html, utf16
from sandbox.errors import ApiError

SIMPLE = sorted(set(TAGS) - {"a", "span", "tg-emoji", "pre", "code", "blockquote"})


def read(text: str) -> tuple[str, list[dict[str, object]]]:
    return formatted(text, "HTML", None, limit=4096, too_long="message is too long")


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot; &#1179; &#x49B; &nbsp; & &", 'a <b> & " қ қ &nbsp; & &', []),
        ("<b>ә</b>!", "ә!", [{"type": "bold", "offset": 0, "length": 1}]),
        ("😀<B>x</b>", "😀x", [{"type": "bold", "offset": 2, "length": 1}]),
        ("<b>a<i>b</></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
        (
            "<a href='https://e.kz/?a=1&amp;b=2'>x</a>",
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.kz/?a=1&b=2"}],
        ),
        ("<a href='no link'>x</a>", "x", []),
        (
            '<pre><code class="language-python">x = 1</code></pre>',
            "x = 1",
            [{"type": "pre", "offset": 0, "length": 5, "language": "python"}],
        ),
        ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        (
            '<tg-emoji emoji-id="536">👍</tg-emoji>',
            "👍",
            [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "536"}],
        ),
        ("  \n<b> a </b> b \n", "a  b", [("bold", 0, 2)]),
        ("<b></b>a", "a", []),
    ],
)
def test_html_becomes_text_with_entities(source: str, text: str, entities: list[object]) -> None:
    plain, found = read(source)
    assert plain == text
    expected = [
        dict(zip(("type", "offset", "length"), e, strict=True)) if isinstance(e, tuple) else e for e in entities
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("қ<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=http://e.kz>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<{}>", 'Unsupported start tag "{}" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_as_telegram_does(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        read(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(SIMPLE), st.text(max_size=5)), max_size=8))
def test_entities_cover_what_was_marked(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    plain, found = parse_html(source)
    assert plain == "".join(text for _, text in parts)
    units = plain.encode("utf-16-le", "surrogatepass")
    covered = [units[2 * e["offset"] : 2 * (e["offset"] + e["length"])] for e in found]
    marked = [text.encode("utf-16-le", "surrogatepass") for _, text in parts if text]
    assert covered == marked
    assert [e["type"] for e in found] == [TAGS[tag] for tag, text in parts if text]


@given(st.text(alphabet="<>/ab &;=\"'pre-қ😀", max_size=30))
def test_any_text_is_read_or_refused_with_a_reason(source: str) -> None:
    try:
        plain, found = read(source)
    except ApiError as error:
        assert error.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017  either is right
    else:
        for entity in found:
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16(plain)  # type: ignore[operator]


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "bold", "offset": -1, "length": 1},
        {"type": "bold", "offset": 1, "length": 1},
        {"type": "shiny", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 0, "length": 2},
    ],
)
def test_entities_that_do_not_lie_on_characters_are_refused(entity: dict[str, object]) -> None:
    with pytest.raises(ApiError):
        formatted("😀a", None, [entity], limit=4096, too_long="")


def test_entities_may_come_as_objects() -> None:
    bold = {"type": "bold", "offset": 1, "length": 2}
    assert formatted(" 😀a", None, [bold], limit=9, too_long="") == ("😀a", [{**bold, "offset": 0}])


def test_telegram_finds_links_and_commands_by_itself() -> None:
    found = detect("/start @kenes_bot #ауыл https://e.kz/a a@e.kz 1/2")
    assert [e["type"] for e in found] == ["bot_command", "mention", "hashtag", "url", "email"]

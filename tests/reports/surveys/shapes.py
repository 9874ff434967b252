"""Forms of each shape that XLSForm's documentation describes, written by us: what is imported and what is refused."""

from textwrap import dedent

_CHOICES = """
| choices |
| | list_name | name | label |
| | yn | yes | Иә |
| | yn | no | Жоқ |
"""


def form(*rows: str, columns: str = "type | name | label", more: str = "") -> str:
    """A form in Markdown tables: a row is `type | name | label …`, and choices of yes and no are there."""
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    return "\n".join(lines) + _CHOICES + dedent(more)


# The shape, and the form.
IMPORTED: dict[str, str] = {
    "text": form("text | q | Сұрақ"),
    "string, its old name": form("string | q | Сұрақ"),
    "integer": form("integer | q | Сұрақ"),
    "int, its short name": form("int | q | Сұрақ"),
    "decimal": form("decimal | q | Сұрақ"),
    "date": form("date | q | Сұрақ"),
    "time": form("time | q | Сұрақ"),
    "note": form("note | n | Айтамыз", "text | q | Сұрақ"),
    "acknowledge": form("acknowledge | q | Сұрақ"),
    "trigger, the same": form("trigger | q | Сұрақ"),
    "image": form("image | q | Сұрақ"),
    "photo, the same": form("photo | q | Сұрақ"),
    "audio": form("audio | q | Сұрақ"),
    "geopoint": form("geopoint | q | Сұрақ"),
    "select_one": form("select_one yn | q | Сұрақ"),
    "select one from, its long name": form("select one from yn | q | Сұрақ"),
    "select_multiple": form("select_multiple yn | q | Сұрақ"),
    "select all that apply from": form("select all that apply from yn | q | Сұрақ"),
    "rank": form("rank yn | q | Сұрақ"),
    "range with parameters": form(
        "range | q | Сұрақ | start=0 end=10 step=2", columns="type | name | label | parameters"
    ),
    "range without parameters": form("range | q | Сұрақ"),
    "calculate": form("text | q | Сұрақ | ", "calculate | c | | 1 + 1", columns="type | name | label | calculation"),
    "calculate beside its alias column": form(
        "text | q | Сұрақ | ", "calculate | c | | 2", columns="type | name | label | calculate"
    ),
    "begin_group": form("begin_group | g | Топ", "text | q | Сұрақ", "end_group | | "),
    "begin group, with a space": form("begin group | g | Топ", "text | q | Сұрақ", "end group | | "),
    "groups in groups": form(
        "begin_group | g | Топ", "begin_group | h | Топ", "text | q | Сұрақ", "end_group | | ", "end_group | | "
    ),
    "a group without a label": form("begin_group | g | ", "text | q | Сұрақ", "end_group | | "),
    "a group that depends": form(
        "select_one yn | a | Сұрақ | ",
        "begin_group | g | Топ | ${a} = 'yes'",
        "text | q | Сұрақ | string-length(${a}) > 1",
        "end_group | | | ",
        columns="type | name | label | relevant",
    ),
    "required": form("text | q | Сұрақ | yes", columns="type | name | label | required"),
    "required by an expression": form(
        "select_one yn | a | Сұрақ | ", "text | q | Сұрақ | ${a} = 'yes'", columns="type | name | label | required"
    ),
    "required_message": form(
        "text | q | Сұрақ | yes | Керек", columns="type | name | label | required | required_message"
    ),
    "relevant": form(
        "select_one yn | a | Сұрақ | ", "text | q | Сұрақ | ${a} = 'yes'", columns="type | name | label | relevant"
    ),
    "relevance, its other name": form(
        "select_one yn | a | Сұрақ | ", "text | q | Сұрақ | ${a} = 'yes'", columns="type | name | label | relevance"
    ),
    "relevant by selected()": form(
        "select_multiple yn | a | Сұрақ | ",
        "text | q | Сұрақ | selected(${a}, 'yes') and count-selected(${a}) > 1",
        columns="type | name | label | relevant",
    ),
    "constraint": form(
        "integer | q | Сұрақ | . > 0 and . < 120 | Дұрыс емес",
        columns="type | name | label | constraint | constraint_message",
    ),
    "constraint by regex": form("text | q | Сұрақ | regex(., '[0-9]{10}')", columns="type | name | label | constraint"),
    "constraint of a date": form("date | q | Сұрақ | . <= today()", columns="type | name | label | constraint"),
    "hint": form("text | q | Сұрақ | Кеңес", columns="type | name | label | hint"),
    "guidance_hint": form("text | q | Сұрақ | Кеңес", columns="type | name | label | guidance_hint"),
    "appearance": form("select_one yn | q | Сұрақ | likert", columns="type | name | label | appearance"),
    "randomize": form("select_one yn | q | Сұрақ | randomize=true", columns="type | name | label | parameters"),
    "randomize with a seed": form(
        "select_one yn | q | Сұрақ | randomize=true seed=42", columns="type | name | label | parameters"
    ),
    "randomize with a question as seed": form(
        "integer | a | Сұрақ | ",
        "select_one yn | q | Сұрақ | randomize=true seed=${a}",
        columns="type | name | label | parameters",
    ),
    "choice_filter": """
| survey |
| | type | name | label | choice_filter |
| | select_one region | r | Сұрақ | |
| | select_one city | q | Сұрақ | region = ${r} |
| choices |
| | list_name | name | label | region |
| | region | nura | Нұра | |
| | city | kievka | Нұра | nura |
""",
    "dynamic label": form("text | who | Сұрақ", "text | q | ${who}, қалайсыз?"),
    "dynamic label by jr:choice-name": form(
        "select_one yn | a | Сұрақ | ",
        "calculate | c | | jr:choice-name(${a}, '${a}')",
        "note | n | ${c} | ",
        columns="type | name | label | calculation",
    ),
    "if() and coalesce()": form(
        "text | q | Сұрақ | ",
        "calculate | c | | if(string-length(${q}) > 3, 'long', coalesce(${q}, 'none'))",
        columns="type | name | label | calculation",
    ),
    "int(), round(), number()": form(
        "decimal | q | Сұрақ | ",
        "calculate | c | | int(${q}) + round(${q}, 1) + number('2')",
        columns="type | name | label | calculation",
    ),
    "several languages": form(
        "text | q | Сұрақ | Вопрос | Question",
        columns="type | name | label::Қазақша (kk) | label::Русский (ru) | label::English (en)",
    ).replace("| | list_name | name | label |", "| | list_name | name | label::Қазақша (kk) |"),
    "one colon before the language": form("text | q | Сұрақ", columns="type | name | label:Қазақша (kk)").replace(
        "| | list_name | name | label |", "| | list_name | name | label:Қазақша (kk) |"
    ),
    "a picture beside the label": form("text | q | Сұрақ | a.jpg", columns="type | name | label | media::image"),
    "the question read aloud": form("text | q | Сұрақ | a.mp3", columns="type | name | label | media::audio"),
    "settings": form(
        "text | q | Сұрақ",
        more="""
        | settings |
        | | form_title | form_id | version |
        | | Сауалнама | s1 | 7 |
        """,
    ),
    "default_language": form(
        "text | q | Вопрос",
        columns="type | name | label::Русский (ru)",
        more="""
        | settings |
        | | form_title | default_language |
        | | Опрос | Русский (ru) |
        """,
    ).replace("| | list_name | name | label |", "| | list_name | name | label::Русский (ru) |"),
    "today, start, end: nobody is asked": form("start | s | ", "end | e | ", "today | t | ", "text | q | Сұрақ"),
    "deviceid, username, phonenumber: nobody is asked": form(
        "deviceid | d | ", "username | u | ", "phonenumber | p | ", "text | q | Сұрақ"
    ),
    "uri:deviceid and get start time, their old names": form(
        "uri:deviceid | d | ", "get start time | s | ", "text | q | Сұрақ"
    ),
    "add integer prompt, its old name": form("add integer prompt | q | Сұрақ"),
    "q picture, its old name": form("q picture | q | Сұрақ"),
    "quotes of a word processor": form(
        "select_one yn | a | Сұрақ | ",
        "text | q | Сұрақ | ${a} = “yes” or ${a} = ‘no’",
        columns="type | name | label | relevant",
    ),
    "media of choices": form("select_one yn | q | Сұрақ")
    .replace("| | list_name | name | label |", "| | list_name | name | label | media::image |")
    .replace("| yn | yes | Иә |", "| yn | yes | Иә | yes.jpg |"),
    "dynamic label of a choice": form("text | who | Сұрақ", "select_one yn | q | Сұрақ").replace(
        "| Жоқ |", "| Жоқ, ${who} |"
    ),
    "hint and messages in several languages": form(
        "integer | q | Сұрақ | Вопрос | Кеңес | Совет | yes | Керек | Нужно | . > 0 | Нөлден көп | Больше нуля",
        columns="type | name | label::Қазақша (kk) | label::Русский (ru) | hint::Қазақша (kk) | hint::Русский (ru)"
        " | required | required_message::Қазақша (kk) | required_message::Русский (ru) | constraint"
        " | constraint_message::Қазақша (kk) | constraint_message::Русский (ru)",
    ).replace("| | list_name | name | label |", "| | list_name | name | label::Қазақша (kk) |"),
    "only one language, which the columns say": form(
        "text | q | Вопрос", columns="type | name | label::Русский (ru)"
    ).replace("| | list_name | name | label |", "| | list_name | name | label::Русский (ru) |"),
    "a constraint of several choices": form(
        "select_multiple yn | q | Сұрақ | count-selected(.) <= 1 and not(selected(., 'no'))",
        columns="type | name | label | constraint",
    ),
    "selected-at() and concat()": form(
        "select_multiple yn | q | Сұрақ | ",
        "calculate | c | | concat(selected-at(${q}, 0), '!')",
        columns="type | name | label | calculation",
    ),
    "now() and dates that are taken away": form(
        "date | q | Сұрақ | ",
        "calculate | c | | int((today() - ${q}) div 365.25)",
        columns="type | name | label | calculation",
    ),
    "begin_group with appearance field-list": form(
        "begin_group | g | Топ | field-list",
        "text | q | Сұрақ | ",
        "end_group | | | ",
        columns="type | name | label | appearance",
    ),
    "settings of other programs: style, instance_name": form(
        "text | q | Сұрақ",
        more="""
        | settings |
        | | form_title | style | instance_name |
        | | Сауалнама | pages | concat('a') |
        """,
    ),
    "a title in several languages": form(
        "text | q | Сұрақ",
        more="""
        | settings |
        | | form_title | form_title (ru) |
        | | Сауалнама | Опрос |
        """,
    ),
    "notes of the author in a column of their own": form(
        "text | q | Сұрақ | ескерту", columns="type | name | label | comments"
    ),
}
# The shape: the form, the reason and where it stands.
REFUSED: dict[str, tuple[str, str, str, int]] = {
    "begin_repeat": (form("begin_repeat | r | Топ", "text | q | Сұрақ", "end_repeat | | "), "repeat", "survey", 2),
    "begin_score": (form("begin_score | s | Баға", "score__row | q | Сұрақ", "end_score | | "), "score", "survey", 2),
    "begin_rank": (form("begin_rank | s | Баға", "rank__level | q | Сұрақ", "end_rank | | "), "kobo_rank", "survey", 2),
    "begin_kobomatrix": (form("begin_kobomatrix | m | Кесте", "end_kobomatrix | | "), "matrix", "survey", 2),
    "or_other": (form("select_one yn or_other | q | Сұрақ"), "or_other", "survey", 2),
    "dateTime": (form("dateTime | q | Сұрақ"), "datetime", "survey", 2),
    "geotrace": (form("geotrace | q | Сұрақ"), "shape", "survey", 2),
    "geoshape": (form("geoshape | q | Сұрақ"), "shape", "survey", 2),
    "osm": (form("osm | q | Сұрақ"), "shape", "survey", 2),
    "video": (form("video | q | Сұрақ"), "video", "survey", 2),
    "file": (form("file | q | Сұрақ"), "file", "survey", 2),
    "barcode": (form("barcode | q | Сұрақ"), "barcode", "survey", 2),
    "hidden": (form("text | a | Сұрақ", "hidden | q | "), "hidden", "survey", 3),
    "audit": (form("text | a | Сұрақ", "audit | audit | "), "unseen", "survey", 3),
    "background-audio": (form("text | a | Сұрақ", "background-audio | b | "), "unseen", "survey", 3),
    "start-geopoint": (form("start-geopoint | g | ", "text | a | Сұрақ"), "unseen", "survey", 2),
    "select_one_from_file": (form("select_one_from_file a.csv | q | Сұрақ"), "outside", "survey", 2),
    "select_multiple_from_file": (form("select_multiple_from_file a.csv | q | Сұрақ"), "outside", "survey", 2),
    "select_one_external": (form("select_one_external yn | q | Сұрақ"), "outside", "survey", 2),
    "csv-external": (form("csv-external | q | ", "text | a | Сұрақ"), "outside", "survey", 2),
    "xml-external": (form("xml-external | q | ", "text | a | Сұрақ"), "outside", "survey", 2),
    "cascading_select": (form("cascading_select yn | q | Сұрақ"), "cascade", "survey", 2),
    "percentage": (form("percentage | q | Сұрақ"), "percentage", "survey", 2),
    "an unknown type": (form("colour | q | Сұрақ"), "unknown_type", "survey", 2),
    "a misspelt select": (form("selec_one yn | q | Сұрақ"), "unknown_type", "survey", 2),
    "a select without its list": (form("select_one | q | Сұрақ"), "no_list", "survey", 2),
    "a list that is not there": (form("select_one city | q | Сұрақ"), "no_choices", "survey", 2),
    "default": (form("text | q | Сұрақ | су", columns="type | name | label | default"), "default", "survey", 2),
    "trigger column": (
        form("text | q | Сұрақ | ", "calculate | c | | ${q}", columns="type | name | label | trigger"),
        "trigger",
        "survey",
        3,
    ),
    "read_only": (form("text | q | Сұрақ | yes", columns="type | name | label | read_only"), "read_only", "survey", 2),
    "video beside the label": (
        form("text | q | Сұрақ | a.mp4", columns="type | name | label | media::video"),
        "video",
        "survey",
        2,
    ),
    "a language that nobody here reads": (
        form("text | q | Question", columns="type | name | label::Français (fr)"),
        "language",
        "survey",
        1,
    ),
    "external_choices": (
        form(
            "text | q | Сұрақ",
            more="""
            | external_choices |
            | | list_name | name | label |
            | | a | b | c |
            """,
        ),
        "outside",
        "external_choices",
        0,
    ),
    "entities": (
        form(
            "text | q | Сұрақ",
            more="""
            | entities |
            | | dataset | label |
            | | trees | a |
            """,
        ),
        "entities",
        "entities",
        0,
    ),
    "an unknown function": (
        form("text | q | Сұрақ | pulldata('a','b','c','d')", columns="type | name | label | relevant"),
        "expression_unknown_function",
        "survey",
        2,
    ),
    "indexed-repeat() and other paths": (
        form("text | q | Сұрақ | ../a = 1", columns="type | name | label | relevant"),
        "expression_path",
        "survey",
        2,
    ),
    "an unknown name": (
        form("text | q | Сұрақ | ${nobody} = 1", columns="type | name | label | relevant"),
        "expression_unknown_name",
        "survey",
        2,
    ),
    "an unknown name in a label": (form("text | q | ${nobody}?"), "expression_unknown_name", "survey", 2),
    "an expression that is not whole": (
        form("text | q | Сұрақ | (1 = 1", columns="type | name | label | relevant"),
        "expression_ends_early",
        "survey",
        2,
    ),
    "once() in a calculation": (
        form("text | q | Сұрақ | ", "calculate | c | | once(1)", columns="type | name | label | calculation"),
        "expression_unknown_function",
        "survey",
        3,
    ),
    "a cycle": (
        form("text | a | Сұрақ | ${b} = 1", "text | b | Сұрақ | ${a} = 1", columns="type | name | label | relevant"),
        "cycle",
        "survey",
        2,
    ),
    "a question that waits for itself": (
        form("text | a | Сұрақ | ${a} = 1", columns="type | name | label | relevant"),
        "cycle",
        "survey",
        2,
    ),
    "a select of what was repeated": (form("select_one ${r} | q | Сұрақ"), "repeat", "survey", 2),
    "number of days in last month": (form("number of days in last month | q | Сұрақ"), "days", "survey", 2),
    "a text that is worked out": (
        form("text | q | Сұрақ | 1 + 1", columns="type | name | label | calculation"),
        "calculated",
        "survey",
        2,
    ),
    "a column that is misspelt": (
        form(
            "select_one yn | a | Сұрақ | ", "text | q | Сұрақ | ${a} = 'yes'", columns="type | name | label | relevent"
        ),
        "misspelt",
        "survey",
        1,
    ),
    "relevant that looks at what comes later": (
        form("text | a | Сұрақ | ${b} != ''", "text | b | Сұрақ | ", columns="type | name | label | relevant"),
        "ahead",
        "survey",
        2,
    ),
    "a label that says what comes later": (form("text | a | ${b}?", "text | b | Сұрақ"), "ahead", "survey", 2),
    "a group that waits for what is in it": (
        form(
            "begin_group | g | Топ | ${q} = 1",
            "text | q | Сұрақ | ",
            "end_group | | | ",
            columns="type | name | label | relevant",
        ),
        "cycle",
        "survey",
        3,
    ),
    "a wrong expression of a group": (
        form(
            "begin_group | g | Топ | ${q",
            "text | q | Сұрақ | ",
            "end_group | | | ",
            columns="type | name | label | relevant",
        ),
        "expression_unreadable",
        "survey",
        2,
    ),
    "an unknown name in a choice": (
        form("select_one yn | q | Сұрақ").replace("| Жоқ |", "| Жоқ, ${who} |"),
        "expression_unknown_name",
        "survey",
        2,
    ),
    "last-saved answers": (
        form("text | q | Сұрақ | ${last-saved#q} = 1", columns="type | name | label | relevant"),
        "expression_unreadable",
        "survey",
        2,
    ),
    "position() and instance()": (
        form("text | q | Сұрақ | instance('a')/root/item", columns="type | name | label | relevant"),
        "expression_path",
        "survey",
        2,
    ),
    "a name twice": (form("text | q | Сұрақ", "text | q | Сұрақ"), "name_twice", "survey", 3),
    "a name with a space": (form("text | my q | Сұрақ"), "name", "survey", 2),
    "a question without a name": (form("text | | Сұрақ"), "missing", "survey", 2),
    "a question without a label": (form("text | q | "), "missing", "survey", 2),
    "a group left open": (form("begin_group | g | Топ", "text | q | Сұрақ"), "group_open", "survey", 2),
    "a group that ends twice": (form("text | q | Сұрақ", "end_group | | "), "group_closed", "survey", 3),
    "a calculation of nothing": (
        form("text | q | Сұрақ | ", "calculate | c | | ", columns="type | name | label | calculation"),
        "missing",
        "survey",
        3,
    ),
    "a range that goes down": (
        form("range | q | Сұрақ | start=5 end=1", columns="type | name | label | parameters"),
        "range",
        "survey",
        2,
    ),
    "two choices of one name": (
        form("select_one yn | q | Сұрақ").replace("| yn | no | Жоқ |", "| yn | yes | Жоқ |"),
        "choice_twice",
        "choices",
        3,
    ),
    "a choice with a space in its name": (
        form("select_one yn | q | Сұрақ").replace("| yn | no | Жоқ |", "| yn | not yet | Жоқ |"),
        "choice_name",
        "choices",
        3,
    ),
    "a choice without a label": (
        form("select_one yn | q | Сұрақ").replace("| yn | no | Жоқ |", "| yn | no | |"),
        "missing",
        "choices",
        3,
    ),
    "a thousand questions": (
        form(*(f"text | q{number} | Сұрақ" for number in range(1000))),
        "too_many_questions",
        "survey",
        0,
    ),
    "a label longer than a message": (form("text | q | " + "ж" * 2_001), "too_long", "survey", 2),
    "nothing that is asked": (form("note | n | Айтамыз"), "no_questions", "survey", 0),
}

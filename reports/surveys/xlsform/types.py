"""The types of XLSForm: which are asked, which ask nobody anything, and what to write instead of the others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.surveys.forms import QuestionKind

# How types were written before: `add integer prompt`, `q integer`, `get device id`.
_OLD = re.compile(r"(?:add|q|get)\s+(?P<type>.+?)(?:\s+prompt)?")

_PLAIN: Mapping[str, QuestionKind] = {
    "text": QuestionKind.TEXT,
    "string": QuestionKind.TEXT,
    "integer": QuestionKind.INTEGER,
    "int": QuestionKind.INTEGER,
    "decimal": QuestionKind.DECIMAL,
    "date": QuestionKind.DATE,
    "time": QuestionKind.TIME,
    "note": QuestionKind.NOTE,
    "acknowledge": QuestionKind.ACKNOWLEDGE,
    "trigger": QuestionKind.ACKNOWLEDGE,
    "image": QuestionKind.IMAGE,
    "photo": QuestionKind.IMAGE,
    "picture": QuestionKind.IMAGE,
    "audio": QuestionKind.AUDIO,
    "geopoint": QuestionKind.GEOPOINT,
    "location": QuestionKind.GEOPOINT,
    "gps": QuestionKind.GEOPOINT,
    "range": QuestionKind.RANGE,
    "calculate": QuestionKind.CALCULATE,
}
_SELECT = {
    "select_one": QuestionKind.SELECT_ONE,
    "select one": QuestionKind.SELECT_ONE,
    "select1": QuestionKind.SELECT_ONE,
    "select one from": QuestionKind.SELECT_ONE,
    "add select one prompt using": QuestionKind.SELECT_ONE,
    "select_multiple": QuestionKind.SELECT_MULTIPLE,
    "select multiple": QuestionKind.SELECT_MULTIPLE,
    "select all that apply": QuestionKind.SELECT_MULTIPLE,
    "select all that apply from": QuestionKind.SELECT_MULTIPLE,
    "select multiple from": QuestionKind.SELECT_MULTIPLE,
    "add select multiple prompt using": QuestionKind.SELECT_MULTIPLE,
    "rank": QuestionKind.RANK,
}
# What a telephone would add by itself: a chat has none of it, and nobody is to be asked for it.
OF_THE_TELEPHONE = frozenset(
    {
        "start",
        "start_time",
        "end",
        "end_time",
        "today",
        "deviceid",
        "device_id",
        "imei",
        "subscriberid",
        "subscriber_id",
        "simserial",
        "sim_id",
        "phonenumber",
        "phone_number",
        "username",
        "email",
    }
)
# Why a type is refused: a word that says what to write instead.
REFUSED: Mapping[str, str] = {
    "begin_repeat": "repeat",
    "end_repeat": "repeat",
    "begin_loop": "repeat",
    "end_loop": "repeat",
    "begin_score": "score",
    "score__row": "score",
    "end_score": "score",
    "begin_rank": "kobo_rank",
    "rank__level": "kobo_rank",
    "end_rank": "kobo_rank",
    "begin_kobomatrix": "matrix",
    "end_kobomatrix": "matrix",
    "datetime": "datetime",
    "date_time": "datetime",
    "geotrace": "shape",
    "geoshape": "shape",
    "video": "video",
    "file": "file",
    "barcode": "barcode",
    "osm": "shape",
    "hidden": "hidden",
    "audit": "unseen",
    "start-geopoint": "unseen",
    "background-audio": "unseen",
    "background-geopoint": "unseen",
    "xml-external": "outside",
    "csv-external": "outside",
    "select_one_from_file": "outside",
    "select_multiple_from_file": "outside",
    "select_one_external": "outside",
    "cascading_select": "cascade",
    "percentage": "percentage",
    "number_of_days_in_last_month": "days",
    "number_of_days_in_last_six_months": "days",
    "number_of_days_in_last_year": "days",
}


@dataclass(frozen=True, slots=True)
class Type:
    """What the column `type` says: a kind with its list of choices, a group that begins or ends, or neither.

    `why_not` is a word of `REFUSED` or `unknown_type`; `telephone` says that nobody is asked.
    """

    kind: QuestionKind | None = None
    list_name: str | None = None
    begins: bool = False
    ends: bool = False
    telephone: bool = False
    why_not: str | None = None


def read_type(said: str) -> Type:
    """What a type means."""
    text = " ".join(said.split())
    joined = text.lower().replace(" ", "_").removeprefix("uri:")
    if joined in ("begin_group", "end_group"):
        return Type(begins=joined == "begin_group", ends=joined == "end_group")
    if text.lower() in _PLAIN:
        return Type(_PLAIN[text.lower()])
    if joined in OF_THE_TELEPHONE:
        return Type(telephone=True)
    if joined in REFUSED or joined.split("_or_other")[0] in REFUSED:
        return Type(why_not=REFUSED.get(joined, "outside"))
    return _select(text)


def _select(text: str) -> Type:
    first = text.split()[0].lower() if text else ""
    if first in REFUSED:
        return Type(why_not=REFUSED[first])
    if text.lower() in _SELECT:
        return Type(why_not="no_list")
    found = re.fullmatch(r"(?P<what>.+?)\s+(?P<list>[^\s]+)(?P<other>\s+or[_ ]other)?", text)
    kind = _SELECT.get(found["what"].lower()) if found else None
    if found is None or kind is None:
        old = _OLD.fullmatch(text)
        return Type(why_not="unknown_type") if old is None else read_type(old["type"])
    if found["list"].startswith("${"):
        return Type(why_not="repeat")
    return Type(kind, found["list"], why_not="or_other" if found["other"] else None)

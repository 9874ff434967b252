"""Raw presses for the benchmarks of receiving."""

from typing import Any

SECRET = "a-secret-of-the-benchmarks"  # noqa: S105 - of no use elsewhere
PEOPLE = 500


def raw(number: int) -> dict[str, Any]:
    """A press as Telegram hands it over; the people press in turn."""
    person = {"id": 1000 + number % PEOPLE, "is_bot": False, "first_name": "Айгүл", "language_code": "kk"}
    chat = {"id": person["id"], "type": "private", "first_name": "Айгүл"}
    message = {
        "message_id": 10,
        "from": {"id": 1, "is_bot": True, "first_name": "Kenes"},
        "chat": chat,
        "date": 1700000000,
        "text": "Кеңес сұрақтары",
    }
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": "go1:menu", "message": message}
    return {"update_id": number, "callback_query": query}

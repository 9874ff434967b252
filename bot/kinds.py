"""The kinds of notices: where each finds what it says, and how it says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.outbox import Notice, Receiver
from screens.outgoing import Outgoing
from storage.database import Connection
from texts import Html, Words


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind.

    `load` finds, in one snapshot, what is said: the same for everyone, so it is asked once for a version of it.
    `show` says it in a person's language, as one message or several; `line` says it in one line of a digest.
    """

    load: Callable[[Connection, Notice], Any]
    show: Callable[[Words, Any, Receiver], tuple[Outgoing, ...]]
    line: Callable[[Words, Any], Html]


# A subject adds its kinds here; a notice of a kind that is not here is set aside as failed, and logged.
KINDS: Mapping[str, NoticeKind] = {}

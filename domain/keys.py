"""What is derived from the program's one secret key."""

import hashlib
import hmac
from base64 import b32encode


class Key:
    """A secret from which codes and unreadable names are made; it never shows itself."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _digest(self, purpose: str, text: str) -> bytes:
        return hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).digest()

    def who(self, telegram_id: int) -> str:
        """A name for a Telegram id that cannot be turned back without the key: 64 hex digits."""
        return self._digest("who", str(telegram_id)).hex()

    def source(self, text: str) -> str:
        """A name for what asked for something (a press, a message), the same each time, that tells of nobody."""
        return self._digest("source", text).hex()[:40]

    def invite_code(self, source: str) -> str:
        """The code of the invite that `source` asked for: 24 letters and digits, the same each time."""
        return b32encode(self._digest("invite", source)[:15]).decode().lower()


def code_hash(code: str) -> str:
    """What is kept of an invite's code."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()

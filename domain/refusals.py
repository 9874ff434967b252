"""How an action says no."""


class Refused(Exception):
    """The action will not be done; `reason` is a word that `screens.refusals` turns into a sentence."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts

"""Faults by rate and seed: the same seed and the same calls give the same faults."""

import random
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.errors import ControlError

RATES = ("rate_429", "rate_500", "rate_502", "rate_cut_before", "rate_cut_after")


@dataclass(frozen=True, slots=True)
class Rates:
    """The faults in force; `methods` empty means every method."""

    seed: int = 0
    methods: list[str] = field(default_factory=list)
    rate_429: float = 0.0
    rate_500: float = 0.0
    rate_502: float = 0.0
    rate_cut_before: float = 0.0
    rate_cut_after: float = 0.0
    rate_late_duplicate: float = 0.0
    delay: list[float] = field(default_factory=lambda: [0.0, 0.0])


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call: seconds of delay, then perhaps a fault, named as its rate without `rate_`."""

    delay: float = 0.0
    kind: str | None = None
    bare: bool = False
    """A 500 without a description."""


NONE = Fault()


class Faults:
    """Draws the fault of each call."""

    def __init__(self) -> None:
        self.rates = Rates()
        self.random = random.Random(0)  # noqa: S311  faults must be repeatable, not secret
        self._on = False

    def set(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put faults in force; what is not named is off, and the draw begins anew from the seed."""
        known = {f.name for f in fields(Rates)}
        wrong = [name for name, value in given.items() if name not in known or not suits(name, value)]
        if wrong:
            raise ControlError(400, f"The faults cannot be set: {', '.join(wrong)}.")
        rates = Rates(**given)
        if sum(getattr(rates, name) for name in RATES) > 1:
            raise ControlError(400, "The rates of one call add up to more than 1.")
        self.rates = rates
        self.random.seed(rates.seed)
        self._on = any(getattr(rates, name) for name in RATES) or rates.delay[1] > 0
        return self.view()

    def view(self) -> dict[str, Any]:
        """Return the faults in force."""
        return asdict(self.rates)

    def draw(self, method: str) -> Fault:
        """Return what happens to this call."""
        rates = self.rates
        if not self._on or (rates.methods and method not in rates.methods):
            return NONE
        delay = self.random.uniform(*rates.delay) if rates.delay[1] else 0.0
        drawn, bare = self.random.random(), self.random.random() < 0.5
        for name in RATES:
            rate = getattr(rates, name)
            if drawn < rate:
                return Fault(delay, name.removeprefix("rate_"), bare)
            drawn -= rate
        return Fault(delay)


def is_number(value: Any) -> bool:
    """Say whether this is a number of zero or more."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def suits(name: str, value: Any) -> bool:
    """Say whether a value can stand for this setting."""
    if name == "seed":
        return type(value) is int
    if name == "methods":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name == "delay":
        return isinstance(value, list) and len(value) == 2 and all(map(is_number, value)) and value[0] <= value[1]
    return is_number(value) and value <= 1

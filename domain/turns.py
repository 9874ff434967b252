"""Sharing a pace fairly: several notices go at once, and none is stuck behind a larger one."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """Gives each notice turns in proportion to its weight, over any length of time.

    Stride scheduling (Waldspurger and Weihl, 1995): a turn costs `1 / weight`, and who has paid least is next.
    """

    _paid: dict[int, float] = field(default_factory=dict)

    def in_order(self, weights: Mapping[int, float]) -> list[int]:
        """The notices that wait, who is next first; one that comes anew begins where the others stand."""
        known = [self._paid[number] for number in weights if number in self._paid]
        begin = min(known, default=0.0)
        self._paid = {number: self._paid.get(number, begin) for number in weights}
        return sorted(weights, key=lambda number: (self._paid[number], -weights[number], number))

    def divide(self, waiting: Mapping[int, int], weights: Mapping[int, float], limit: int) -> dict[int, int]:
        """How many of each notice's `waiting` deliveries go now, `limit` together; what one leaves, others take."""
        line = [(self._paid.get(number, 0.0), -weights[number], number) for number, have in waiting.items() if have]
        heapq.heapify(line)
        shares: dict[int, int] = {}
        while line and limit:
            paid, weight, number = line[0]
            limit -= 1
            shares[number] = shares.get(number, 0) + 1
            paid -= 1 / weight
            self._paid[number] = paid
            if shares[number] < waiting[number]:
                heapq.heapreplace(line, (paid, weight, number))
            else:
                heapq.heappop(line)
        return shares

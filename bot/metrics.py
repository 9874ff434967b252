"""Metrics: what Prometheus collects from `/metrics`."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from storage.database import Database

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The figures of one running bot, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter("kenes_updates", "Updates received from Telegram", ["kind"], registry=self.registry)
        self.handling = Histogram(
            "kenes_handling_seconds", "Time to handle an update", ["kind"], buckets=SECONDS, registry=self.registry
        )
        self.calls = Counter(
            "kenes_telegram_calls", "Calls to Telegram by outcome", ["method", "outcome"], registry=self.registry
        )
        self.queue = Gauge("kenes_queue_length", "What waits to be done", ["queue"], registry=self.registry)

    def watch(self, database: Database) -> None:
        """Show the transactions and statements of `database` too."""
        self.registry.register(_StorageOperations(database))

    def text(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)


class _StorageOperations(Collector):
    def __init__(self, database: Database) -> None:
        self._counted = database.counted

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("kenes_storage_operations", "Transactions and statements", labels=["kind"])
        for kind in ("reads", "writes", "statements"):
            family.add_metric([kind], getattr(self._counted, kind))
        yield family

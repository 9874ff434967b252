"""Every handler of issues."""

from handlers.issues import answer, counts, importing, lists, moderation, priorities, queue, report, thread
from handlers.visit import joined

ROUTES = joined(
    report.ROUTES,
    lists.ROUTES,
    thread.ROUTES,
    priorities.ROUTES,
    counts.ROUTES,
    queue.ROUTES,
    answer.ROUTES,
    moderation.ROUTES,
    importing.ROUTES,
)

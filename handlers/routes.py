"""Every handler, in one table: a new subject adds its own here."""

from handlers import announcements, audit, clock, competitions, groups, home, roles, territories
from handlers.meetings import routes as meetings
from handlers.people import registration, settings
from handlers.visit import Routes, joined


def all_routes() -> Routes:
    """Who handles what."""
    return joined(
        registration.ROUTES,
        settings.ROUTES,
        territories.ROUTES,
        roles.ROUTES,
        audit.ROUTES,
        announcements.ROUTES,
        groups.ROUTES,
        competitions.ROUTES,
        clock.ROUTES,
        meetings.ROUTES,
        home.ROUTES,
    )

"""Every handler, in one table: a new subject adds its own here."""

from handlers import announcements, audit, clock, committees, competitions, drafts, groups, home, roles, territories
from handlers.issues import routes as issues
from handlers.meetings import routes as meetings
from handlers.people import registration, settings
from handlers.surveys import answer as survey_answers
from handlers.surveys import crossed as survey_crossed
from handlers.surveys import editing as survey_questions
from handlers.surveys import keying as survey_keying
from handlers.surveys import manage as survey_making
from handlers.surveys import paper as survey_paper
from handlers.surveys import results as survey_results
from handlers.surveys import sources as survey_sources
from handlers.surveys import wanted as survey_targets
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
        issues.ROUTES,
        survey_answers.ROUTES,
        survey_making.ROUTES,
        survey_questions.ROUTES,
        survey_sources.ROUTES,
        survey_results.ROUTES,
        survey_crossed.ROUTES,
        survey_paper.ROUTES,
        survey_keying.ROUTES,
        survey_targets.ROUTES,
        drafts.ROUTES,
        committees.ROUTES,
        home.ROUTES,
    )

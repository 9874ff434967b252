"""Choosing a territory, with the whole country loaded."""

from domain.roles import Area, Position, Role
from domain.territories import Branch, Candidate, Level
from screens import territories as screens
from screens.roles import purpose_of
from tests.screens.samples import CHAIN, EVIL, OBLAST, RAYON, Sample, many, sample

LONGEST_PURPOSE = purpose_of(Role.COMMITTEE, Area.ENGINEERING, Position.SECRETARY)
PURPOSES = (screens.REGISTER, screens.MOVE, screens.POSTER, LONGEST_PURPOSE)
COUNTRY = many(Level.OKRUG, 2000)
NOTHING_HERE = Branch((), ())
found = tuple(Candidate(CHAIN) for _ in range(24))
near = tuple(Candidate(CHAIN, 99.6) for _ in range(5))

SAMPLES = (
    *(sample(screens.browse, Branch((OBLAST,), COUNTRY), purpose, 125, wrote=True) for purpose in PURPOSES),
    *(
        sample(screens.browse, Branch((OBLAST, RAYON), COUNTRY), LONGEST_PURPOSE, page, wrote=True)
        for page in (0, 7, 249, 250, 10**6)
    ),
    sample(screens.browse, Branch((), many(Level.OBLAST, 20)), screens.REGISTER, wrote=True),
    sample(screens.browse, Branch((OBLAST,), many(Level.RAYON, 300)), LONGEST_PURPOSE, wrote=True),
    sample(screens.browse, NOTHING_HERE, screens.POSTER),
    *(sample(screens.candidates, found, purpose, wrote=True) for purpose in PURPOSES),
    *(sample(screens.candidates, found[:1], purpose, wrote=True) for purpose in PURPOSES),
    sample(screens.nothing_alike, EVIL * 3000, screens.REGISTER, wrote=True),
    sample(screens.nothing_alike, "🏡" * 3000, LONGEST_PURPOSE),
    sample(screens.ask_location),
    *(sample(screens.near, near, purpose, wrote=True) for purpose in PURPOSES),
    sample(screens.near, (), screens.REGISTER),
    Sample(
        screens.without_location,
        lambda _: screens.without_location(_, screens.browse(_, NOTHING_HERE, screens.REGISTER)),
    ),
)

"""Distances on the globe."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
_KM_A_DEGREE = EARTH_RADIUS_KM * radians(1)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe in degrees, north and east positive."""

    latitude: float
    longitude: float


def kilometres(one: Point, other: Point) -> float:
    """The great-circle distance by the haversine formula, within 0.5 % of the true one."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    bend = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(north / 2) ** 2 + bend * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def box_around(centre: Point, reach: float) -> tuple[Point, Point]:
    """South-west and north-east corners of a box that holds every point within `reach` kilometres of `centre`."""
    north = reach / _KM_A_DEGREE
    # The box is widest at its edge nearest to a pole.
    shrink = cos(radians(min(90.0, abs(centre.latitude) + north)))
    east = min(180.0, north / shrink) if shrink > 0 else 180.0
    return (
        Point(centre.latitude - north, centre.longitude - east),
        Point(centre.latitude + north, centre.longitude + east),
    )

"""Distances on the globe."""

from math import asin, atan2, cos, degrees, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.distance import EARTH_RADIUS_KM, Point, box_around, kilometres

ASTANA, ALMATY = Point(51.1801, 71.4460), Point(43.2567, 76.9286)
points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))


def test_astana_to_almaty() -> None:
    assert kilometres(ASTANA, ALMATY) == pytest.approx(972, rel=0.005)


def test_half_the_globe() -> None:
    assert kilometres(Point(0, 0), Point(0, 180)) == pytest.approx(20015, rel=0.001)


@given(points, points)
def test_there_is_as_far_as_back(one: Point, other: Point) -> None:
    assert kilometres(one, other) == pytest.approx(kilometres(other, one))
    assert kilometres(one, one) == 0


@pytest.mark.parametrize("latitude", [-60.0, 0.0, 43.0, 55.0, 70.0])
def test_the_box_holds_the_whole_circle(latitude: float) -> None:
    south_west, north_east = box_around(Point(latitude, 70), 500)
    for bearing in range(0, 360, 3):
        edge = towards(Point(latitude, 70), radians(bearing), 499.9)
        assert kilometres(Point(latitude, 70), edge) == pytest.approx(499.9)
        assert south_west.latitude <= edge.latitude <= north_east.latitude
        assert south_west.longitude <= edge.longitude <= north_east.longitude


def towards(start: Point, bearing: float, distance: float) -> Point:
    """Where one comes out who goes `distance` kilometres along a great circle."""
    arc, latitude = distance / EARTH_RADIUS_KM, radians(start.latitude)
    end = asin(sin(latitude) * cos(arc) + cos(latitude) * sin(arc) * cos(bearing))
    turn = atan2(sin(bearing) * sin(arc) * cos(latitude), cos(arc) - sin(latitude) * sin(end))
    return Point(degrees(end), start.longitude + degrees(turn))

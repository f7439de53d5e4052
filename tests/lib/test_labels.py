"""Words beside dots never cover each other, however crowded it is."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random

import pytest

from draagvlak.lib.labels import Box, Dot, place_labels, spread, text_width

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

ROOM = Box(0, 0, 1000, 600)


def a_dot(x, y, words="Secretariaat"):
    return Dot(x, y, 9, text_width(words, 14), 18)


def assert_free(dots, labels, taken=()):
    boxes = [label.box for label in labels if label]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    for box in boxes:
        assert box.within(ROOM)
        assert not any(box.meets(dot.box) for dot in dots)
        assert not any(box.meets(other) for other in taken)


def test_alone_the_words_stand_to_the_right():
    dot = a_dot(500, 300)

    (label,) = place_labels([dot], ROOM)

    assert label.box == Box(512, 291, dot.width, 18)
    assert not label.far


def test_at_the_right_edge_they_stand_to_the_left():
    (label,) = place_labels([a_dot(990, 300)], ROOM)

    assert label.box.x + label.box.width == 978


def test_what_is_taken_is_left_free():
    taken = [Box(510, 280, 200, 40)]

    labels = place_labels([a_dot(500, 300)], ROOM, taken)

    assert_free([a_dot(500, 300)], labels, taken)


def test_too_long_for_the_room_is_left_to_the_caller():
    assert place_labels([a_dot(500, 300, "m" * 200)], ROOM) == [None]


def test_further_away_needs_a_line():
    crowd = [a_dot(500 + 20 * i, 300 + 20 * j) for i in range(-3, 4) for j in range(-3, 4)]

    labels = place_labels(crowd, ROOM)

    assert_free(crowd, labels)
    assert any(label and label.far for label in labels)


@pytest.mark.parametrize("seed", range(25))
def test_sixty_groups_anywhere_never_overlap(seed):
    chance = Random(seed)  # noqa: S311 - not a secret
    names = ["Raadsleden", "Team ICT en informatiebeheer", "Griffie", "Omgevingsdienst Noord"]
    points = [(chance.uniform(20, 980), chance.uniform(20, 580)) for _ in range(60)]
    dots = [a_dot(x, y, chance.choice(names)) for x, y in spread(points, 20, ROOM)]

    labels = place_labels(dots, ROOM)

    assert_free(dots, labels)
    assert sum(label is not None for label in labels) >= 55


def test_dots_on_one_place_are_spread_and_the_first_stays():
    placed = spread([(500, 300)] * 60, 20, ROOM)

    assert placed[0] == (500, 300)
    assert min(math.dist(a, b) for a, b in combinations(placed, 2)) >= 20


def test_in_a_corner_they_are_spread_inwards():
    placed = spread([(0, 600)] * 12, 20, ROOM)

    assert min(math.dist(a, b) for a, b in combinations(placed, 2)) >= 20
    assert all(Box(x, y, 0, 0).within(ROOM) for x, y in placed)


def test_points_apart_stay_where_they_are():
    assert spread([(10.4, 20), (300, 20.6)], 20, ROOM) == [(10, 20), (300, 21)]


def test_the_width_of_words_is_never_too_small():
    assert text_width("", 14) == 0
    assert text_width("mm", 10) > text_width("nn", 10) > text_width("ii", 10)

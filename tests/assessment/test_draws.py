"""双随机抽查: committed to before the list is known, revealed in time, and the same for everybody who computes it."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given as given_any
from hypothesis import strategies as st

from services.assessment.draw import algorithm
from services.assessment.draw.commands import CommitDraw, CommitmentFacts, DrawCommand, Entry, RevealDraw, RevealFacts
from services.assessment.draw.decisions import (
    DRAW,
    MOST_EXPECTED,
    DrawAlreadyCommitted,
    DrawIsVoid,
    DrawnFromIsKnown,
    DrawNotSealedYet,
    NoInspectorLeft,
    NoSuchDraw,
    NothingToDrawFromYet,
    SeedDoesNotMatch,
    TooFewInspectors,
    TooManyToDrawFrom,
)
from shared.errors import Refusal
from shared.events.assessment import CheckedThing, DrawCommitted, DrawnStation, DrawRevealed
from shared.eventsourcing.commits import RECORD_LIMIT
from shared.testing.scenario import Scenario
from tests.assessment.examples import SEASON_ID

given = Scenario(DRAW)

SEED = "2013-odd-horses-in-the-rain"
ENTROPY = "ab" * 32
LISTED_ON = date(2013, 10, 28)
commit = CommitDraw(
    draw_id="D-2013-320400",
    about=CheckedThing.CANDIDATE,
    season_id=SEASON_ID,
    division_code="320400",
    population_on=None,
    commitment=hashlib.sha256(SEED.encode()).hexdigest(),
    count=2,
    inspectors=("of-p1", "of-p2", "of-p3"),
    inspectors_each=2,
    reveal_by_days=10,
    today=date(2013, 10, 8),
    facts=CommitmentFacts(is_known=False),
)
of_titles = replace(
    commit, draw_id="dr-1", about=CheckedThing.TITLE, season_id="", population_on=commit.today + timedelta(days=1)
)
committed = DrawCommitted(
    draw_id="D-2013-320400",
    about=CheckedThing.CANDIDATE,
    season_id=SEASON_ID,
    division_code="320400",
    population_on=None,
    commitment=commit.commitment,
    algorithm="sha256-sort-2",
    count=2,
    inspectors=("of-p1", "of-p2", "of-p3"),
    inspectors_each=2,
    reveal_by_days=10,
    committed_on=date(2013, 10, 8),
)


def entries(*names: str) -> tuple[Entry, ...]:
    return tuple(Entry(id=f"A-2013-st-{name}", station_id=f"st-{name}") for name in names)


facts = RevealFacts(
    population=entries("a", "b", "c"),
    known_since=LISTED_ON,
    entropy=ENTROPY,
    entropy_is="上报名单",
    recusals=frozenset({("of-p1", "A-2013-st-a")}),
)
reveal = RevealDraw(draw_id="D-2013-320400", seed=SEED, today=date(2013, 11, 1), facts=facts)
# Reckoned with `printf '%s' 'seed|entropy|entry' | sha256sum`, and sorted by hand.
revealed = DrawRevealed(
    draw_id="D-2013-320400",
    season_id=SEASON_ID,
    seed=SEED,
    entropy=ENTROPY,
    entropy_is="上报名单",
    population=("A-2013-st-a", "A-2013-st-b", "A-2013-st-c"),
    recusals=(("of-p1", "A-2013-st-a"),),
    drawn=(
        DrawnStation(id="A-2013-st-a", station_id="st-a", inspectors=("of-p2", "of-p3")),
        DrawnStation(id="A-2013-st-b", station_id="st-b", inspectors=("of-p3", "of-p1")),
    ),
    revealed_on=date(2013, 11, 1),
)


def test_the_province_commits_itself_before_the_list_is_known() -> None:
    given().when(commit).then(committed)
    given().when(replace(commit, inspectors=(), inspectors_each=0)).then(
        committed.model_copy(update={"inspectors": (), "inspectors_each": 0})
    )


def test_nobody_commits_to_what_is_known() -> None:
    given().when(replace(commit, facts=CommitmentFacts())).then_refused(DrawnFromIsKnown)
    given().when(replace(commit, facts=CommitmentFacts(is_known=True))).then_refused(DrawnFromIsKnown)
    given().when(replace(of_titles, population_on=commit.today)).then_refused(DrawnFromIsKnown)
    assert DRAW.decide(of_titles, DRAW.initial)


def test_a_list_gets_one_draw() -> None:
    given(committed).when(replace(commit, today=commit.today + timedelta(days=1))).then_nothing()
    given(committed).when(replace(commit, facts=CommitmentFacts(is_known=True))).then_nothing()
    given(committed).when(replace(commit, count=3)).then_refused(DrawAlreadyCommitted)
    given(committed, revealed).when(replace(commit, commitment="0" * 64)).then_refused(DrawAlreadyCommitted)


def test_there_are_as_many_inspectors_as_each_gets() -> None:
    given().when(replace(commit, inspectors_each=4)).then_refused(TooFewInspectors)
    given().when(replace(commit, inspectors=("of-p1", "of-p1"), inspectors_each=1)).then_refused(TooFewInspectors)


def test_what_is_drawn_from_fits_into_a_record() -> None:
    too_many = CommitmentFacts(is_known=False, expected=MOST_EXPECTED + 1)
    given().when(replace(of_titles, facts=too_many)).then_refused(TooManyToDrawFrom)


def test_the_largest_draw_fits_into_a_record() -> None:
    """Ids as they are made, 60 drawn with five inspectors each, of whom five more are recused for every one of them."""
    pool = tuple(f"of-{number:016}" for number in range(10))
    everybody = tuple(
        Entry(id=f"苏示站2013-{number:04}", station_id=f"st-{number:016}") for number in range(MOST_EXPECTED + 200)
    )
    recusals = frozenset((one, entry.id) for one in pool[:5] for entry in everybody)
    state = DRAW.state([committed.model_copy(update={"count": 60, "inspectors": pool, "inspectors_each": 5})])
    (event,) = DRAW.decide(replace(reveal, facts=replace(facts, population=everybody, recusals=recusals)), state)
    assert len(event.payload()) < RECORD_LIMIT - 4_000


def test_who_was_recused_for_nobody_drawn_is_not_told() -> None:
    for_another = facts.recusals | {("of-p2", "A-2013-st-c")}
    given(committed).when(replace(reveal, facts=replace(facts, recusals=for_another))).then(revealed)


def test_the_seed_and_the_hash_of_the_list_draw() -> None:
    given(committed).when(reveal).then(revealed)


def test_fewer_than_the_count_are_drawn_as_a_whole() -> None:
    few = replace(reveal, facts=replace(facts, population=entries("a")))
    drawn = DRAW.decide(few, DRAW.state([committed]))[0]
    assert isinstance(drawn, DrawRevealed)
    assert [one.id for one in drawn.drawn] == ["A-2013-st-a"]


def test_without_a_commitment_nothing_is_revealed() -> None:
    given().when(reveal).then_refused(NoSuchDraw)


def test_before_the_list_nothing_is_revealed() -> None:
    given(committed).when(replace(reveal, facts=RevealFacts())).then_refused(NothingToDrawFromYet)
    given(committed).when(replace(reveal, facts=replace(facts, entropy=""))).then_refused(DrawNotSealedYet)


def test_another_seed_is_refused_before_and_after() -> None:
    given(committed).when(replace(reveal, seed=SEED + "!")).then_refused(SeedDoesNotMatch)
    given(committed, revealed).when(replace(reveal, seed=SEED + "!")).then_refused(SeedDoesNotMatch)
    given(committed, revealed).when(replace(reveal, today=date(2014, 3, 1))).then_nothing()


def test_who_waits_too_long_has_drawn_nobody() -> None:
    assert DRAW.decide(replace(reveal, today=date(2013, 11, 7)), DRAW.state([committed]))
    given(committed).when(replace(reveal, today=date(2013, 11, 8))).then_refused(DrawIsVoid)


def test_who_is_recused_is_not_drawn_and_somebody_is_left() -> None:
    pool = ("of-p1", "of-p2", "of-p3")
    all_but_one = frozenset((one, "A-2013-st-a") for one in pool[1:])
    fewer = DRAW.decide(replace(reveal, facts=replace(facts, recusals=all_but_one)), DRAW.state([committed]))[0]
    assert isinstance(fewer, DrawRevealed)
    assert fewer.drawn[0].inspectors == ("of-p1",)
    nobody = frozenset((one, "A-2013-st-a") for one in pool)
    given(committed).when(replace(reveal, facts=replace(facts, recusals=nobody))).then_refused(NoInspectorLeft)
    none_each = committed.model_copy(update={"inspectors_each": 0})
    assert DRAW.decide(replace(reveal, facts=replace(facts, recusals=nobody)), DRAW.state([none_each]))


ids = st.text("0123456789abcdef", min_size=1, max_size=6)
populations = st.lists(ids, unique=True, max_size=20)
seeds = st.text([chr(code) for code in range(0x21, 0x7F)], min_size=16, max_size=40)
entropies = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given_any(seeds, entropies, populations, st.randoms(use_true_random=False))
def test_the_order_of_the_population_changes_nothing(
    seed: str, entropy: str, population: list[str], chance: Random
) -> None:
    shuffled = chance.sample(population, len(population))
    assert algorithm.in_order(shuffled, seed, entropy) == algorithm.in_order(population, seed, entropy)


@given_any(seeds, entropies, populations, ids)
def test_one_more_changes_nothing_between_the_others(seed: str, entropy: str, population: list[str], new: str) -> None:
    before = algorithm.in_order(population, seed, entropy)
    after = algorithm.in_order([*population, new], seed, entropy)
    if new not in population:
        assert [one for one in after if one != new] == before


@given_any(seeds, entropies, populations, st.integers(1, 8), st.sets(st.tuples(st.sampled_from("pqr"), ids)))
def test_what_is_drawn_follows_from_what_is_published(
    seed: str, entropy: str, population: list[str], count: int, recusals: set[tuple[str, str]]
) -> None:
    state = DRAW.state(
        [
            committed.model_copy(
                update={
                    "commitment": algorithm.commitment_of(seed),
                    "count": count,
                    "inspectors": ("p", "q", "r", "s"),
                }
            )
        ]
    )
    known = RevealFacts(
        population=tuple(Entry(id=one, station_id=f"st-{one}") for one in population),
        known_since=LISTED_ON,
        entropy=entropy,
        entropy_is="上报名单",
        recusals=frozenset(recusals),
    )
    event = DRAW.decide(replace(reveal, seed=seed, facts=known), state)[0]
    assert isinstance(event, DrawRevealed)
    order = sorted(event.population, key=lambda one: hashlib.sha256(f"{seed}|{entropy}|{one}".encode()).digest())
    assert [one.id for one in event.drawn] == order[:count]
    for one in event.drawn:
        assert len(one.inspectors) == min(2, 4 - len([pair for pair in event.recusals if pair[1] == one.id]))
        assert all((inspector, one.id) not in recusals for inspector in one.inspectors)


@st.composite
def _wishes(draw: st.DrawFn) -> DrawCommand:
    today = date(2013, 10, 8) + timedelta(days=draw(st.integers(0, 40)))
    if draw(st.booleans()):
        is_known = today >= LISTED_ON or draw(st.booleans())
        return replace(commit, today=today, count=draw(st.integers(1, 3)), facts=CommitmentFacts(is_known=is_known))
    is_there = today >= LISTED_ON
    seed = draw(st.sampled_from((SEED, "another-seed-of-the-province")))
    return replace(reveal, seed=seed, today=today, facts=facts if is_there else RevealFacts())


@given_any(st.lists(_wishes(), max_size=8).map(lambda wishes: sorted(wishes, key=lambda one: one.today)))
def test_only_who_committed_before_and_revealed_in_time_has_drawn(wishes: list[DrawCommand]) -> None:
    state = DRAW.initial
    for wish in wishes:
        try:
            events = DRAW.decide(wish, state)
        except Refusal:
            continue
        for event in events:
            assert not (state.committed and isinstance(event, DrawCommitted))
            state = DRAW.evolve(state, event)
        assert not events or DRAW.decide(wish, state) == []
    if state.committed is not None:
        assert state.committed.committed_on < LISTED_ON
    if state.revealed is not None:
        assert state.committed is not None
        assert LISTED_ON <= state.revealed.revealed_on <= LISTED_ON + timedelta(days=10)


def test_everybody_is_drawn_about_as_often() -> None:
    """2,000 seeds draw 3 of 10: each 600 times, give or take five standard deviations of 20.5."""
    population = [f"A-2013-st-{number}" for number in range(10)]
    times = Counter(
        one for number in range(2_000) for one in algorithm.in_order(population, f"seed-{number:04}", ENTROPY)[:3]
    )
    assert len(times) == 10
    assert all(abs(often - 600) < 103 for often in times.values()), times

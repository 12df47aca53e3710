"""Parts of a turn put together: in any grouping the same, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.port import Effects, Note, TurnResult, Understood
from bot.store.handoffs import HandoffRequest
from bot.store.steps import step
from connectors.messages import Reply

HANDOFFS = st.builds(HandoffRequest, st.sampled_from(["asked", "complaint"]), st.text(max_size=3))
NOTES = st.builds(Note, st.sampled_from(["purchase", "feedback"]), st.text(max_size=3))
EFFECTS = st.builds(
    Effects,
    handoff=st.none() | HANDOFFS,
    unlink=st.booleans(),
    erase=st.booleans(),
    notes=st.lists(NOTES, max_size=2).map(tuple),
    link=st.none() | st.tuples(st.text(max_size=3), st.just("yes")),
    notices=st.none() | st.booleans(),
    take_back=st.booleans(),
)
RESULTS = st.builds(
    TurnResult,
    replies=st.lists(st.builds(Reply, st.text(max_size=3)), max_size=2).map(tuple),
    acts=st.lists(st.sampled_from(["greeted", "helped", "renewed"]), max_size=3, unique=True).map(
        tuple
    ),
    understood=st.lists(st.builds(Understood, st.text(max_size=3), st.just(1.0)), max_size=2).map(
        tuple
    ),
    effects=EFFECTS,
    trail=st.lists(st.sampled_from([step("held"), step("renewed")]), max_size=2).map(tuple),
    degraded=st.none() | st.sampled_from(["timeout", "empty"]),
)


@given(EFFECTS, EFFECTS, EFFECTS)
def test_effects_are_grouped_at_will(first: Effects, second: Effects, third: Effects) -> None:
    assert first.then(second).then(third) == first.then(second.then(third))


@given(EFFECTS)
def test_no_effects_change_nothing(effects: Effects) -> None:
    assert Effects().then(effects) == effects == effects.then(Effects())


@given(HANDOFFS, EFFECTS)
def test_the_first_handoff_stands(first: HandoffRequest, later: Effects) -> None:
    assert Effects(handoff=first).then(later).handoff == first


@given(EFFECTS, st.booleans())
def test_the_last_wish_about_notices_stands(before: Effects, wish: bool) -> None:
    said = before.then(Effects(notices=wish))
    assert said.notices is wish
    assert said.then(Effects()).notices is wish


@given(EFFECTS, EFFECTS)
def test_what_either_asks_for_is_asked(first: Effects, later: Effects) -> None:
    both = first.then(later)
    assert both.notes == first.notes + later.notes
    for name in ("unlink", "erase", "take_back"):
        assert getattr(both, name) == (getattr(first, name) or getattr(later, name))


@given(RESULTS, RESULTS, RESULTS)
def test_results_are_grouped_at_will(
    first: TurnResult, second: TurnResult, third: TurnResult
) -> None:
    assert first.then(second).then(third) == first.then(second.then(third))


@given(RESULTS, RESULTS)
def test_an_act_stands_once_and_replies_stay_in_order(first: TurnResult, later: TurnResult) -> None:
    both = first.then(later)
    assert len(set(both.acts)) == len(both.acts)
    assert set(both.acts) == {*first.acts, *later.acts}
    assert both.replies == first.replies + later.replies
    assert TurnResult().then(first) == first == first.then(TurnResult())

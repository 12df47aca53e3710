"""What is stored of a step is read back; what is none is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.store.codec import dump, load
from bot.store.steps import KINDS, Step, read, step

STEPS = st.builds(
    Step,
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from(["what", "title", "page"]), st.text(max_size=9)).map(
        lambda values: tuple(values.items())
    ),
)


@given(st.lists(STEPS, max_size=5))
def test_steps_come_back_from_json(steps: list[Step]) -> None:
    assert read(one.stored() for one in steps) == tuple(steps)
    assert read(load(dump([one.stored() for one in steps]))) == tuple(steps)


@given(st.lists(STEPS, max_size=3), st.sampled_from([None, 3, "held", [], {}, {"kind": "gone"}]))
def test_what_is_no_step_of_this_release_is_left_out(steps: list[Step], stranger: object) -> None:
    assert read([stranger, *(one.stored() for one in steps), stranger]) == tuple(steps)


def test_values_are_kept_as_text() -> None:
    assert step("texts", what="Kiều", page=3).values == (("what", "Kiều"), ("page", "3"))

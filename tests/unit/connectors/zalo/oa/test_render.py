"""The messages a reply takes are counted as they are rendered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.messages import Button, Card, Citation, Reply
from connectors.zalo.oa.render import MAX_CHARS, MAX_MESSAGES, capabilities, message_count, render

SHORT = st.text(max_size=40)
LONG = st.builds(
    lambda unit, length, end: (unit * length)[:length] + end,
    st.sampled_from(["a", "Câu này dài. ", "e\u0301", "một\n\n", "📚"]),
    st.integers(MAX_CHARS - 30, MAX_CHARS + 30) | st.integers(1, 3 * MAX_CHARS),
    st.sampled_from(["", " ", "\0", "\u0301", "\ud800"]),
)
BUTTONS = st.lists(
    st.builds(Button, SHORT, st.text(max_size=9), st.none() | st.just("https://lib.example/a")),
    max_size=9,
).map(tuple)
CARDS = st.lists(
    st.builds(Card, SHORT, SHORT, st.lists(SHORT, max_size=2).map(tuple), BUTTONS), max_size=4
).map(tuple)
CITATIONS = st.lists(
    st.builds(
        Citation, st.just("w"), SHORT, SHORT, st.none() | st.integers(1, 900), SHORT,
        st.just("https://lib.example/w"), st.none() | st.just("https://lib.example/w.png"),
        st.sampled_from(["open", "on_site"]),
    ),
    max_size=2,
).map(tuple)  # fmt: skip
REPLIES = st.builds(
    Reply, SHORT | LONG, BUTTONS, CARDS, CITATIONS,
    st.sampled_from(["bot", "librarian"]), st.none() | SHORT,
)  # fmt: skip


@given(REPLIES)
def test_the_count_is_what_render_gives(reply: Reply) -> None:
    given_out = len(render(reply, capabilities()).payloads)
    assert message_count(reply, capabilities()) == given_out <= MAX_MESSAGES


def test_the_edges_of_one_message() -> None:
    lengths = {0: 0, 1: 1, MAX_CHARS: 1, MAX_CHARS + 1: 2, 9 * MAX_CHARS: 2}
    found = {length: message_count(Reply("a" * length), capabilities()) for length in lengths}
    assert found == lengths


def test_an_open_page_image_takes_the_message_that_is_left() -> None:
    cited = Citation("w", "Kiều", "Nguyễn Du", 3, "", "https://lib.example/w", "https://i.example")
    assert message_count(Reply("a", citations=(cited,)), capabilities()) == MAX_MESSAGES
    assert message_count(Reply("a" * MAX_CHARS, citations=(cited,)), capabilities()) == MAX_MESSAGES

"""Languages, formats and audiences are one vocabulary, and its codes are those of the catalogue."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Audience, Format
from vietnamese.phrases.categories import (
    KINDS,
    LEARNT,
    Kind,
    code_of,
    codes,
    find,
    language_named,
)


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("language", "sach tieng anh", [("tieng anh", "eng")]),
        ("language", "sach tieng trung quoc", [("tieng trung quoc", "chi")]),
        ("language", "song ngu anh viet", [("song ngu anh viet", "mul")]),
        ("language", "cho ban anh muon", []),
        ("format", "co sach noi khong", [("sach noi", "audiobook")]),
        ("format", "doc bao o dau", [("bao", "newspaper")]),
        ("format", "muon bao nhieu cuon", []),
        ("format", "muon bao lau", []),
        ("format", "bao ve moi truong", []),
        ("audience", "hoc sinh tieu hoc", [("hoc sinh tieu hoc", "children")]),
        ("audience", "hoc sinh lop 12", [("hoc sinh", "teens"), ("lop 12", "teens")]),
        ("audience", "truyen cho be", [("be", "children")]),
        ("audience", "cho be 3 tuoi", [("be 3 tuoi", "preschool")]),
        ("audience", "cho con hoi", []),
        ("audience", "nguoi lon tuoi", [("nguoi lon tuoi", "adults")]),
        ("audience", "nghien cuu khoa hoc", []),
    ],
)
def test_found(kind: Kind, words: str, found: list[tuple[str, str]]) -> None:
    assert [(words[a:b], code) for a, b, code in find(kind, words)] == found


def test_codes_are_those_of_the_catalogue() -> None:
    assert codes("format") <= set(get_args(Format))
    assert codes("audience") <= set(get_args(Audience))
    assert all(len(code) == 3 for code in codes("language"))


@given(st.sampled_from(KINDS), st.data())
def test_a_code_is_its_own(kind: Kind, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(codes(kind))))
    assert code_of(kind, code) in codes(kind)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("audience", "bé", "children"),
        ("audience", "các bé mẫu giáo", "preschool"),
        ("format", "báo", "newspaper"),
        ("format", "sách điện tử", "ebook"),
        ("language", "bản tiếng Pháp", "fre"),
        ("language", "vie", "vie"),
        ("language", "sao Hoả", None),
    ],
)
def test_a_recognised_value(kind: Kind, value: str, code: str | None) -> None:
    assert code_of(kind, value) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Anh", "eng"), ("tiếng Anh", "eng"), ("english", "eng"), ("en-US", "eng"), ("vi", "vie"),
        ("Nhật Bản", "jpn"), ("zho", "chi"), ("Lào", "lao"), ("klingon", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_where_one_is_expected(value: str, code: str | None) -> None:
    assert language_named(value) == code


def test_a_language_to_learn_is_a_subject() -> None:
    assert LEARNT.search("sach hoc ")
    assert not LEARNT.search("sach bang ")

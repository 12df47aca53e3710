"""Stand-ins for TensorFlow and its kin, so that Rasa starts without them.

Rasa imports TensorFlow even when no component uses it: two thirds of its start and half its
memory. Each stand-in gives an inert class for any name asked of it. Nothing in our pipeline
calls one; a component that did would fail loudly at training.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

ABSENT = (
    "tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras", "jax",
)  # fmt: skip


class _Inert(type):
    """A class that has every attribute, each another inert class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)

    def __getitem__(cls, _key: object) -> Any:
        return cls

    def __or__(cls, _other: object) -> Any:
        return cls

    def __ror__(cls, _other: object) -> Any:
        return cls


def _init(_self: object, *_args: object, **_kwargs: object) -> None:
    """Takes anything."""


def _call(_self: object, *args: Any, **_kwargs: object) -> Any:
    """As a decorator, gives back what it decorates."""
    return args[0] if args and callable(args[0]) else None


def _inert(name: str) -> Any:
    return _Inert(name, (), {"__init__": _init, "__call__": _call})


class _StandIn(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in ABSENT:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, _module: ModuleType) -> None:
        """Nothing to run."""


def install() -> None:
    """Before the first import of rasa."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

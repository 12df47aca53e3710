"""The light Rasa refuses the same action answers as stock Rasa, in Rasa's environment."""

from __future__ import annotations

import json
import subprocess

import pytest

from bot.setup.rasa import PYTHON

ANSWERS = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "work", "value": [1, {"a": None}]}], "responses": []},
    {"events": [{"event": "slot", "name": "work"}], "responses": []},
    {"events": [{"event": "slot", "name": 3, "value": 1}], "responses": []},
    {"events": [{"event": "restart"}, {"event": "followup", "name": "action_x"}]},
    {"events": [{"event": "never_heard"}], "responses": []},
    {"events": [{"name": "work", "value": 1}], "responses": []},
    {"events": ["slot"], "responses": []},
    {"events": "slot", "responses": []},
    {"events": [{"event": ["slot"]}], "responses": []},
    {"responses": [{"text": "chào"}]},
    {"events": [], "responses": "chào"},
    {"events": [{"event": "user", "text": 5}]},
    {"events": [{"event": "action", "policy": "x", "confidence": "high"}]},
    [],
    None,
]
SCRIPT = """
import json, sys
from nlu_data.light import stand_ins
stand_ins.install()
import jsonschema
from rasa.core.actions.action import RemoteAction
from nlu_data.light.made_once import Checker
schema = RemoteAction.action_response_format_spec()
stock = jsonschema.Draft7Validator(schema)
light = Checker(schema)
def refused(check, answer):
    try:
        check(answer)
    except jsonschema.ValidationError:
        return True
    return False
print(json.dumps([
    [refused(stock.validate, answer), refused(light, answer)] for answer in json.loads(sys.argv[1])
]))
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is not set up: run `make test`")
def test_light_refuses_what_stock_refuses() -> None:
    done = subprocess.run(
        [str(PYTHON), "-c", SCRIPT, json.dumps(ANSWERS)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert [light for _, light in told] == [stock for stock, _ in told]
    assert {stock for stock, _ in told} == {True, False}

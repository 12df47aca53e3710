"""`docker-compose.yml` and the proxy's file, as far as they can be read without Docker."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.settings import Settings

COMPOSE = yaml.safe_load(Path("docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def test_every_setting_of_the_env_file_reaches_the_app() -> None:
    assert SERVICES["app"]["env_file"] == [".env"]


def test_what_the_containers_need_stands_above_the_env_file() -> None:
    firm = SERVICES["app"]["environment"]
    assert firm["THUTHU_URL"].startswith("https://${THUTHU_DOMAIN")
    assert (firm["THUTHU_HOST"], firm["THUTHU_PORT"]) == ("0.0.0.0", "8080")
    assert firm["THUTHU_HOME"] in [v.split(":")[1] for v in SERVICES["app"]["volumes"]]
    known = {f"THUTHU_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in firm if name.startswith("THUTHU_")} <= known


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["rasa"]["networks"] == ["inside"]


def test_the_proxy_gets_its_certificate_itself_and_keeps_it() -> None:
    proxy = SERVICES["proxy"]
    assert {"80:80", "443:443"} <= set(proxy["ports"])
    assert "certificates:/data" in proxy["volumes"]
    text = Path("docker/Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "{$THUTHU_DOMAIN:localhost} {" in text
    assert "reverse_proxy app:8080" in text


def test_the_env_file_is_not_built_into_the_image() -> None:
    assert ".env" in Path(".dockerignore").read_text(encoding="utf-8").split()

"""Zalo Official Account, OpenAPI v3: the production channel for readers."""

from connectors.zalo.oa.api import Api
from connectors.zalo.oa.channel import OAIdentity, ZaloOA
from connectors.zalo.oa.oauth import OAuth
from connectors.zalo.oa.render import capabilities
from connectors.zalo.oa.tokens import NoToken, Pair, Tokens, TokenStore

__all__ = [
    "Api", "NoToken", "OAIdentity", "OAuth", "Pair", "TokenStore", "Tokens", "ZaloOA",
    "capabilities",
]  # fmt: skip

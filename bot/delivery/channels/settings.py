"""Settings of the messaging channels (`THUTHU_ZALO_*`, `THUTHU_ZALO_BOT_*`, `THUTHU_TELEGRAM_*`).

Every channel is off until its own secrets are set. Figures that Zalo's pages contradict each
other on are settings (as of November 2026).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import CHECKOUT

NONE = SecretStr("")


class ChannelSettings(BaseSettings):
    """Read once from the environment or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="THUTHU_", env_file=CHECKOUT / ".env", extra="ignore"
    )

    zalo: bool = Field(default=False, description="Serve the Zalo Official Account.")
    zalo_app_id: str = Field(default="", description="Id of the app at developers.zalo.me.")
    zalo_app_secret: SecretStr = Field(default=NONE, description="The app's secret key.")
    zalo_oa_id: str = Field(default="", description="Id of the Official Account.")
    zalo_oa_secret_key: SecretStr = Field(
        default=NONE, description="OA Secret Key, which signs the webhook."
    )
    zalo_api: str = Field(default="https://openapi.zalo.me", description="OpenAPI's address.")
    zalo_oauth: str = Field(default="https://oauth.zaloapp.com", description="OAuth's address.")
    zalo_rps: float = Field(default=5.0, gt=0, description="Messages a second of the OA.")
    zalo_free_hours: int = Field(default=48, description="Hours a reply is free.")
    zalo_hard_days: int = Field(default=7, description="Days after which nothing may be sent.")
    zalo_free_reply_cap: int | None = Field(
        default=None, description="Free replies for each message heard, if Zalo counts them."
    )
    zalo_paid_replies: bool = Field(default=False, description="Pay for replies after 48 hours.")
    zalo_price_vnd: int = Field(default=55, description="Price of a paid reply.")
    zalo_budget_vnd_month: int = Field(default=0, description="Most to pay in a month.")
    zalo_button_title_max: int = Field(default=20, description="Characters of a button.")
    zalo_file_hosts: str = Field(
        default=".zdn.vn,.zadn.vn,.zalo.me", description="Where Zalo keeps readers' photos."
    )
    zalo_template_notice: str = Field(
        default="", description="Id of the approved, paid template for notices; empty: none."
    )
    zalo_staff_hours: float = Field(
        default=8.0, description="Hours the assistant stays silent after staff wrote in Zalo."
    )
    zalo_bot: Literal["off", "webhook", "polling"] = Field(
        default="off", description="How the Zalo Bot hears."
    )
    zalo_bot_token: SecretStr = Field(default=NONE, description="Token from Zalo Bot Manager.")
    zalo_bot_secret: SecretStr = Field(
        default=NONE, description="Webhook secret; empty: made at first start."
    )
    zalo_bot_api: str = Field(
        default="https://bot-api.zaloplatforms.com", description="Bot Platform's address."
    )
    zalo_bot_max_users: int = Field(default=50, description="Users of the plan; told at 80 %.")
    zalo_bot_month_messages: int = Field(default=3000, description="Messages a month of the plan.")
    telegram: Literal["off", "webhook", "polling"] = Field(
        default="off", description="How the Telegram bot hears. Servers are abroad."
    )
    telegram_token: SecretStr = Field(default=NONE, description="Token from @BotFather.")
    telegram_secret: SecretStr = Field(
        default=NONE, description="Webhook secret; empty: made at first start."
    )
    telegram_api: str = Field(default="https://api.telegram.org", description="Bot API's address.")
    notices: bool = Field(default=True, description="Tell readers who asked: due soon, hold ready.")
    notice_days: int = Field(default=3, ge=1, description="Days before the due date.")
    quiet_from: int = Field(default=21, ge=0, le=23, description="Hour the notices fall silent.")
    quiet_until: int = Field(default=7, ge=0, le=23, description="Hour they speak again.")

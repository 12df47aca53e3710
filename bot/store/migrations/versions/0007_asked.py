"""What a reader asked before their card was linked is answered after it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_asked"
down_revision = "0006_ids"


def upgrade() -> None:
    op.add_column("link_tokens", sa.Column("asked_sealed", sa.LargeBinary()))

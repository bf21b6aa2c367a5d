"""What is remembered; the only place with sqlalchemy. `ready` opens, `mentions.db.store` asks and tells."""

from sqlalchemy import Connection, Engine

from mentions.db.engine import missing, reading, transaction
from mentions.db.upgrade import ready

__all__ = ["Connection", "Engine", "missing", "reading", "ready", "transaction"]

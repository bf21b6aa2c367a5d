"""Which brands were looked for together, each as it was described then."""

import json
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection, select

from mentions.db import models
from mentions.db.store.upserts import upsert


def save_brand_set(connection: Connection, brands: Mapping[str, str], *, version: str) -> str:
    """Keep fingerprints by the keys of brands, and the version of the program that looks; gives back theirs in one."""
    said = json.dumps([sorted(brands.items()), version])
    fingerprint = sha256(said.encode()).hexdigest()[:16]
    row = {"fingerprint": fingerprint, "brands": dict(sorted(brands.items())), "version": version}
    upsert(connection, models.BrandSet, [row], key=("fingerprint",))
    return fingerprint


def brand_sets(connection: Connection) -> dict[str, dict[str, str]]:
    """All that were ever looked for, by the fingerprint of the whole."""
    row = models.BrandSet
    return {found.fingerprint: found.brands for found in connection.execute(select(row.fingerprint, row.brands))}

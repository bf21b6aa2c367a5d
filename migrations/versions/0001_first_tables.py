"""The first tables: visits, pages, mentions, prospects, drafts, exports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
WORD = sa.String(32)  # a member of an enumeration
TIME = sa.DateTime(timezone=True)
WHOLE = sa.Integer()
REAL: sa.Double[float] = sa.Double()
FLAG = sa.Boolean()
JSON = sa.JSON()
BLOB = sa.LargeBinary()


def upgrade() -> None:
    make_crawl_run()
    make_source_state()
    make_visit()
    make_site()
    make_site_link()
    make_page()
    make_page_text()
    make_mention()
    make_contact()
    make_prospect()
    make_export_batch()
    make_draft()
    make_event()
    make_suppression()


def downgrade() -> None:
    op.drop_table("suppression")
    op.drop_table("event")
    op.drop_table("draft")
    op.drop_table("export_batch")
    op.drop_table("prospect")
    op.drop_table("contact")
    op.drop_table("mention")
    op.drop_table("page_text")
    op.drop_table("page")
    op.drop_table("site_link")
    op.drop_table("site")
    op.drop_table("visit")
    op.drop_table("source_state")
    op.drop_table("crawl_run")


def make_crawl_run() -> None:
    op.create_table(
        "crawl_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("spider", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("state", WORD, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("counts", JSON, nullable=False, comment="addresses offered, skipped, fetched …, by name"),
        sa.Column("sources", JSON, nullable=False, comment="what was read from where, one entry a source"),
        sa.PrimaryKeyConstraint("id", name="pk_crawl_run"),
    )


def make_source_state() -> None:
    op.create_table(
        "source_state",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("listing", TEXT, nullable=False, comment="normal form of the feed's or sitemap's address"),
        sa.Column("source_url", TEXT, nullable=False, comment="the source in the configuration that led here"),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
        sa.Column("brands_fingerprint", TEXT, comment="brand set of the last whole reading"),
        sa.Column("read_at", TIME, comment="end of the last whole reading"),
        sa.Column("failures", WHOLE, nullable=False, comment="since the last whole reading"),
        sa.PrimaryKeyConstraint("id", name="pk_source_state"),
        sa.UniqueConstraint("listing", name="uq_source_state_listing"),
    )


def make_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("address", TEXT, nullable=False, comment="normal form of url"),
        sa.Column("url", TEXT, nullable=False, comment="as it was asked for"),
        sa.Column("page_address", TEXT, nullable=False, comment="normal form of where redirects ended"),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("status", WHOLE),
        sa.Column("unknown", WORD, comment="why it could not be read; null: it was read"),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("failures", WHOLE, nullable=False, comment="since it was last read"),
        sa.Column("etag", TEXT, comment="of the last content read, as the next two"),
        sa.Column("last_modified", TEXT),
        sa.Column("content_hash", TEXT),
        sa.Column("lastmod", TIME, comment="the last claim of a listing"),
        sa.Column("brands_fingerprint", TEXT, comment="brand set last looked for; null: never read"),
        sa.Column("run_id", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.UniqueConstraint("address", name="uq_visit_address"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_visit_run_id_crawl_run"),
    )


def make_site() -> None:
    op.create_table(
        "site",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("domain", TEXT, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("domain", name="uq_site_domain"),
    )


def make_site_link() -> None:
    op.create_table(
        "site_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("site_id", WHOLE, nullable=False),
        sa.Column("to_site", TEXT, nullable=False, comment="registered domain"),
        sa.Column("followed", FLAG, nullable=False, comment="at least one link without nofollow, ugc, sponsored"),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("last_seen", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_link"),
        sa.UniqueConstraint("site_id", "to_site", name="uq_site_link_site_id_to_site"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_site_link_site_id_site"),
    )


def make_page() -> None:
    op.create_table(
        "page",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("address", TEXT, nullable=False, comment="normal form of url"),
        sa.Column("url", TEXT, nullable=False, comment="as it was fetched"),
        sa.Column("site_id", WHOLE, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("title", TEXT),
        sa.Column("author", TEXT),
        sa.Column("published", TIME),
        sa.Column("language", TEXT),
        sa.Column("site_name", TEXT),
        sa.Column("canonical", TEXT, comment="what the page claims; never its key"),
        sa.Column("content_hash", TEXT),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("last_seen", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("address", name="uq_page_address"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_page_site_id_site"),
    )
    op.create_index("ix_page_site_id", "page", ["site_id"])


def make_page_text() -> None:
    op.create_table(
        "page_text",
        sa.Column("page_id", WHOLE, nullable=False),
        sa.Column("text", BLOB, nullable=False, comment="UTF-8, zlib"),
        sa.PrimaryKeyConstraint("page_id", name="pk_page_text"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_page_text_page_id_page"),
    )


def make_mention() -> None:
    op.create_table(
        "mention",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("page_id", WHOLE, nullable=False),
        sa.Column("brand", TEXT, nullable=False, comment="key of the brand"),
        sa.Column("anchor", TEXT, nullable=False, comment="what makes it the same mention at the next look"),
        sa.Column("name", TEXT, nullable=False, comment="name of the brand"),
        sa.Column("ordinal", WHOLE, nullable=False, comment="place among the page's mentions, from 0"),
        sa.Column("surface", TEXT, nullable=False),
        sa.Column("start", WHOLE, nullable=False, comment="offset into the page's text, as end"),
        sa.Column("end", WHOLE, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.Column("sentence", TEXT, nullable=False),
        sa.Column("section", WORD, nullable=False),
        sa.Column("match", WORD, nullable=False),
        sa.Column("link_state", WORD, nullable=False),
        sa.Column("href", TEXT),
        sa.Column("rel", JSON, nullable=False),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("verdict", WORD, nullable=False, comment="of the program"),
        sa.Column("reviewed", WORD, comment="of a person; stands above verdict"),
        sa.Column("evidence", JSON, nullable=False, comment="of each reason: words, weight in logits, feature, value"),
        sa.Column("permalink", TEXT),
        sa.Column("author", TEXT),
        sa.Column("published", TIME),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("last_seen", TIME, nullable=False, comment="the last reading that found it"),
        sa.Column("gone", FLAG, nullable=False, comment="the last reading no longer found it"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.UniqueConstraint("page_id", "brand", "anchor", name="uq_mention_page_id_brand_anchor"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_mention_page_id_page"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mention_brand_gone", "mention", ["brand", "gone"])


def make_contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("site_id", WHOLE, nullable=False),
        sa.Column("email", TEXT, nullable=False, comment="lower case"),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("sign", TEXT, nullable=False, comment="what on the page gave it away"),
        sa.Column("source_url", TEXT, nullable=False),
        sa.Column("snippet", TEXT, nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("site_id", "email", name="uq_contact_site_id_email"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_contact_site_id_site"),
    )


def make_prospect() -> None:
    op.create_table(
        "prospect",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("page_id", WHOLE, nullable=False),
        sa.Column("brand", TEXT, nullable=False, comment="key of the brand"),
        sa.Column("campaign", TEXT, nullable=False, comment="the brand's key where none was named"),
        sa.Column("situation", TEXT, nullable=False, comment="what to ask, or why not to"),
        sa.Column("stage", WORD, nullable=False, comment="changed by store.prospects.move alone"),
        sa.Column("score", REAL, nullable=False),
        sa.Column("parts", JSON, nullable=False, comment="what the score is made of"),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("mention_id", WHOLE, comment="the one to quote"),
        sa.Column("snooze_until", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prospect"),
        sa.UniqueConstraint("page_id", "brand", "campaign", name="uq_prospect_page_id_brand_campaign"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_prospect_page_id_page"),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_prospect_mention_id_mention"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prospect_stage", "prospect", ["stage"])


def make_export_batch() -> None:
    op.create_table(
        "export_batch",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("preset", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False, comment="of the file"),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("tool_version", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_export_batch"),
    )


def make_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("prospect_id", WHOLE, nullable=False),
        sa.Column("contact_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("suggested_url", TEXT, nullable=False),
        sa.Column("suggest_rule", TEXT, nullable=False, comment="why this address"),
        sa.Column("template_id", TEXT, nullable=False),
        sa.Column("template_sha", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("quote", TEXT, nullable=False, comment="the page's words, as they stood"),
        sa.Column("findings", JSON, nullable=False, comment="what the lint rules said"),
        sa.Column("sha256", TEXT, nullable=False, comment="of subject and body"),
        sa.Column("is_current", FLAG, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("approved_by", TEXT),
        sa.Column("approved_at", TIME),
        sa.Column("approved_sha256", TEXT, comment="of what the person saw"),
        sa.Column("export_batch_id", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(["prospect_id"], ["prospect.id"], name="fk_draft_prospect_id_prospect"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_draft_contact_id_contact"),
        sa.ForeignKeyConstraint(["export_batch_id"], ["export_batch.id"], name="fk_draft_export_batch_id_export_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_prospect_id", "draft", ["prospect_id"])
    only = sa.text("is_current")
    op.create_index("uq_draft_current", "draft", ["prospect_id"], unique=True, sqlite_where=only, postgresql_where=only)


def make_event() -> None:
    op.create_table(
        "event",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("prospect_id", WHOLE, nullable=False),
        sa.Column("draft_id", WHOLE),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False, comment="move, or a mark such as sent, replied, bounced"),
        sa.Column("from_stage", WORD, comment="null, as to_stage, where the stage stayed"),
        sa.Column("to_stage", WORD),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["prospect_id"], ["prospect.id"], name="fk_event_prospect_id_prospect"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_event_draft_id_draft"),
    )
    op.create_index("ix_event_prospect_id", "event", ["prospect_id"])


def make_suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("value", TEXT, nullable=False, comment="e-mail address or domain, lower case"),
        sa.Column("kind", TEXT, nullable=False, comment="email or domain"),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppression"),
        sa.UniqueConstraint("value", name="uq_suppression_value"),
    )

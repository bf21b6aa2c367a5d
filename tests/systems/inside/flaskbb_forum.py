# mypy: disable-error-code="misc"
"""Runs inside FlaskBB's own environment: serves a forum from a folder, or writes to it what comes as JSON on stdin.

flaskbb_forum.py FOLDER serve PORT
flaskbb_forum.py FOLDER write < DEEDS     prints {key: number of the post}
"""

import json
import logging.config
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

folder = Path(sys.argv[1])
logging.config.dictConfig = lambda config: None  # noqa: ARG005 - its log files would lie inside the environment

from flaskbb import create_app  # noqa: E402
from flaskbb.configs.default import DefaultConfig  # noqa: E402
from flaskbb.extensions import db  # noqa: E402
from flaskbb.forum.models import Category, Forum, Post, Topic  # noqa: E402
from flaskbb.user.models import User  # noqa: E402
from flaskbb.utils.helpers import format_quote  # noqa: E402
from flaskbb.utils.populate import create_default_groups, create_default_settings, create_user  # noqa: E402


class Config(DefaultConfig):
    """As it comes, but for where it keeps its data."""

    SQLALCHEMY_DATABASE_URI = f"sqlite:///{folder}/forum.db"
    WHOOSHEE_DIR = str(folder / "index")
    SERVER_NAME = None


def set_up() -> None:
    db.create_all()
    create_default_groups()
    create_default_settings()
    Category(title="Astronomy", description="By night").save()


def user(name: str) -> User:
    return User.query.filter_by(username=name).first() or create_user(name, "secret", f"{name}@forum.example", "member")


def board(title: str) -> Forum:
    category = Category.query.first()
    return (
        Forum.query.filter_by(title=title).first()
        or Forum(title=title, description="Of all sorts", category_id=category.id).save()
    )


def text(entry: dict[str, Any]) -> str:
    if not entry["quotes"]:
        return str(entry["text"])
    quoted = Post.query.get(entry["quotes"])
    return f"{format_quote(quoted.username, quoted.content)}\n{entry['text']}"


def dated(post: Post, entry: dict[str, Any]) -> int:
    """A post is written now; what it says of its time comes after."""
    at = datetime.fromisoformat(entry["at"])
    post.date_created = at
    if post.topic.last_post == post:
        post.topic.last_updated = at
        post.topic.forum.last_post_created = at
    db.session.commit()
    return int(post.id)


def topic(deed: dict[str, Any]) -> int:
    entry = deed["entry"]
    new, post = Topic(title=deed["title"]), Post(content=text(entry))
    new.save(user=user(entry["author"]), forum=board(deed["board"]), post=post)
    return dated(post, entry)


def reply(deed: dict[str, Any]) -> int:
    entry, to = deed["entry"], Post.query.get(deed["to"]).topic
    return dated(Post(content=text(entry)).save(user=user(entry["author"]), topic=to), entry)


def edit(deed: dict[str, Any]) -> int:
    post = Post.query.get(deed["id"])
    post.content = deed["text"]
    post.date_modified, post.modified_by = datetime.fromisoformat(deed["at"]), post.username
    return int(post.save().id)


def delete(deed: dict[str, Any]) -> None:
    Post.query.get(deed["id"]).delete()


def main() -> None:
    app = create_app(Config)
    if sys.argv[2] == "serve":
        app.run(host="127.0.0.1", port=int(sys.argv[3]), threaded=True, use_reloader=False)
        return
    with app.test_request_context("/"):
        if not db.engine.has_table("users"):
            set_up()
        deeds = {"topic": topic, "reply": reply, "edit": edit, "delete": delete}
        numbers: dict[str, int | None] = {}
        for deed in json.load(sys.stdin):
            if "entry" in deed:
                deed["entry"]["quotes"] = numbers.get(deed["entry"]["quotes"], 0)
            deed["to"] = numbers.get(deed.get("to"), deed.get("to"))
            numbers[deed["key"]] = deeds[deed["deed"]](deed)
        sys.stdout.write("\n" + json.dumps(numbers))


main()

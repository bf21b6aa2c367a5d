# mypy: disable-error-code="misc,import-not-found,import-untyped,no-any-unimported,no-any-return"
"""Runs inside django-machina's own environment: serves a forum from a folder, or writes to it what comes on stdin.

machina_forum.py FOLDER serve PORT
machina_forum.py FOLDER write < DEEDS     prints {key: number of the post}
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.urls import include, path

folder = Path(sys.argv[1])

import machina  # noqa: E402

_PARTS = "conversation conversation.forum_attachments conversation.forum_polls feeds moderation search tracking member"

settings.configure(
    SECRET_KEY="of a test",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="UTC",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "forum.db"}},
    CACHES={
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("default", "machina_attachments")
    },
    HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        *(
            f"django.contrib.{name}"
            for name in ("auth", "contenttypes", "sessions", "messages", "staticfiles", "humanize")
        ),
        *("mptt", "haystack", "widget_tweaks", "machina", "machina.apps.forum", "machina.apps.forum_permission"),
        *(f"machina.apps.forum_{name}" for name in _PARTS.split()),
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "machina.apps.forum_permission.middleware.ForumPermissionMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [machina.MACHINA_MAIN_TEMPLATE_DIR],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "machina.core.context_processors.metadata",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    MEDIA_ROOT=folder / "media",
    MACHINA_DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS=["can_see_forum", "can_read_forum"],
    MACHINA_FORUM_TOPICS_NUMBER_PER_PAGE=20,
    MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE=10,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from machina.apps.forum.models import Forum  # noqa: E402
from machina.apps.forum_conversation.models import Post, Topic  # noqa: E402
from machina.apps.forum_permission.models import ForumPermission, UserForumPermission  # noqa: E402

urlpatterns = [path("", include("machina.urls"))]


def set_up() -> None:
    call_command("migrate", verbosity=0)
    for name in ("can_see_forum", "can_read_forum"):
        seen = ForumPermission.objects.get(codename=name)
        UserForumPermission.objects.create(permission=seen, anonymous_user=True, has_perm=True)


def user(name: str) -> User:
    return User.objects.filter(username=name).first() or User.objects.create_user(name)


def board(title: str) -> Forum:
    return Forum.objects.filter(name=title).first() or Forum.objects.create(name=title, type=Forum.FORUM_POST)


def text(entry: dict[str, Any]) -> str:
    if not entry["quotes"]:
        return str(entry["text"])
    quoted = Post.objects.get(pk=entry["quotes"])
    said = "\n".join(f"> {line}" for line in f"{quoted.poster.username} wrote:\n{quoted.content.raw}".splitlines())
    return f"{said}\n\n{entry['text']}"


def write(topic: Topic, entry: dict[str, Any]) -> int:
    poster, at = user(entry["author"]), datetime.fromisoformat(entry["at"])
    post = Post.objects.create(topic=topic, poster=poster, subject=topic.subject, content=text(entry), approved=True)
    Post.objects.filter(pk=post.pk).update(created=at, updated=at)
    Topic.objects.filter(pk=topic.pk).update(last_post_on=at)
    return int(post.pk)


def begin(deed: dict[str, Any]) -> int:
    at = datetime.fromisoformat(deed["entry"]["at"])
    topic = Topic.objects.create(
        forum=board(deed["board"]),
        subject=deed["title"],
        poster=user(deed["entry"]["author"]),
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
        approved=True,
    )
    number = write(topic, deed["entry"])
    Topic.objects.filter(pk=topic.pk).update(created=at)
    return number


def do(deed: dict[str, Any]) -> int | None:
    if deed["deed"] == "topic":
        return begin(deed)
    if deed["deed"] == "reply":
        return write(Post.objects.get(pk=deed["to"]).topic, deed["entry"])
    post = Post.objects.get(pk=deed["id"])
    if deed["deed"] == "edit":
        post.content = deed["text"]
        post.save()
    else:
        post.delete()
    return None


def serve(port: int) -> None:
    call_command("runserver", f"127.0.0.1:{port}", "--noreload", "--nothreading", "--insecure", verbosity=0)


if sys.argv[2] == "serve":
    serve(int(sys.argv[3]))
else:
    if not (folder / "forum.db").exists():
        set_up()
    done: dict[str, int | None] = {}
    for deed in json.load(sys.stdin):
        key = deed["key"]
        quotes = (deed.get("entry") or {}).get("quotes")
        if quotes in done:
            deed["entry"]["quotes"] = done[quotes]
        if deed.get("to") in done:
            deed["to"] = done[deed["to"]]
        done[key] = do(deed)
    print(json.dumps({key: str(number) for key, number in done.items() if number}))  # noqa: T201

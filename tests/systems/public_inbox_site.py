"""public-inbox, as Debian has it: a list's archive of threads, each of them, and each mail, at several addresses."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import processes
from mails import Mailbox, identifier
from sites import Deed, Site

_ADD = r"""
use strict; use warnings; use PublicInbox::Config; use PublicInbox::Eml;
my $inbox = PublicInbox::Config->new->lookup_name('stars');
my $writer = PublicInbox::V2Writable->new($inbox, 0);
my ($deed, @files) = @ARGV;
for my $file (@files) {
    my $mail = PublicInbox::Eml->new(do { open(my $in, '<', $file) or die; local $/; <$in> });
    $deed eq 'add' ? $writer->add($mail) : $writer->remove($mail, 'unwanted');
}
$writer->done;
"""
_SERVE = "my $www = PublicInbox::WWW->new; $www->preload; sub { $www->call(@_) }"


class PublicInbox(Site):
    """Written to by mails, which a script hands over."""

    name: ClassVar[str] = "public-inbox"
    spider: ClassVar[str] = "forums"

    def __init__(self, port: int, folder: Path) -> None:
        super().__init__(port)
        self.folder, self.mailbox = folder, Mailbox()
        self.address = f"http://127.0.0.1:{port}/stars/"
        self.environ = {"HOME": str(folder), "PI_CONFIG": str(folder / "config"), "XDG_CACHE_HOME": str(folder)}

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        gone = [self.folder / f"{deed['key']}.eml" for deed in deeds if deed["deed"] == "delete"]
        new = [deed for deed in deeds if deed["deed"] in ("topic", "reply")]
        for deed in new:
            (self.folder / f"{deed['key']}.eml").write_bytes(self.mailbox.mail(deed).as_bytes())
        for what, files in (("add", [self.folder / f"{one['key']}.eml" for one in new]), ("remove", gone)):
            if files:
                processes.run(
                    "perl", "-MPublicInbox::V2Writable", "-e", _ADD, what, *files, cwd=None, said=None, **self.environ
                )
        return {one["key"]: identifier(one["key"]) for one in new}

    def is_at(self, permalink: str, key: str) -> bool:
        return permalink == f"{self.address}{self.ids[key]}/"

    def is_page(self, url: str) -> bool:
        return "@" in urlsplit(url).path


@contextmanager
def served(folder: Path) -> Iterator[PublicInbox]:
    """An archive, empty at first, while the block lasts."""
    packages = "public-inbox libplack-perl libdbd-sqlite3-perl libsearch-xapian-perl git".split()
    processes.debian(*packages, proof="/usr/bin/plackup")
    folder.mkdir(parents=True)
    site = PublicInbox(processes.free_port(), folder)
    words = ("public-inbox-init", "-V2", "stars", folder / "stars", site.address, "stars@lists.example")
    processes.run(*words, cwd=None, said=None, **site.environ)
    serve = ("plackup", "-MPublicInbox::WWW", "-e", _SERVE, "--host", "127.0.0.1", "--port", str(site.port))
    with processes.running(*serve, at=site.port, log=folder / "log", cwd=None, **site.environ):
        yield site

"""Who cannot prove to be the host that was asked for is not read."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from certificates import certificate, context
from cryptography import x509
from loopback import page, serve, workspace

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("verify", [True, False], ids=["verified", "not verified"])
def test_certificates(tmp_path: Path, *, verify: bool) -> None:
    files = {
        "trusted": certificate(tmp_path / "trusted.pem"),
        "unknown": certificate(tmp_path / "unknown.pem"),
        "misnamed": certificate(tmp_path / "misnamed.pem", x509.DNSName("other.example")),
        "old": certificate(tmp_path / "old.pem", until=timedelta(days=-1)),
    }
    (tmp_path / "known.pem").write_bytes(b"".join(files[name].read_bytes() for name in ("trusted", "misnamed", "old")))
    folder = workspace(tmp_path / "workspace")
    with ExitStack() as opened:
        urls = {}
        for name, file in files.items():
            web = opened.enter_context(serve(context(file)))
            urls[name] = f"https://127.0.0.1:{web.port}/{name}"
            web.put(urls[name], page(name))
        allowed = [url.split("/")[2] for url in urls.values()]
        folder.configure(crawl=f"allow_private = {allowed}\nverify_certificates = {str(verify).lower()}")
        (folder.path / "mine.txt").write_text("\n".join(urls.values()))
        environ = {"SSL_CERT_FILE": str(tmp_path / "known.pem")}
        folder.crawl("urls", "-a", "file=mine.txt", environ=environ, RETRY_TIMES=0)
    found = {name: folder.visits()[url] for name, url in urls.items()}
    if verify:
        assert found.pop("misnamed") is not None  # which reason: see test_failures
        assert found == {"trusted": None, "unknown": "bad certificate", "old": "bad certificate"}
    else:
        assert set(found.values()) == {None}

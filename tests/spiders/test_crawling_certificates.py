"""Who cannot prove to be the host that was asked for is not read."""

import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from loopback import page, serve, workspace

pytestmark = pytest.mark.slow

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
HERE = x509.IPAddress(ip_address("127.0.0.1"))


def certificate(file: Path, name: x509.GeneralName = HERE, *, until: timedelta = timedelta(days=2)) -> Path:
    """A self-signed certificate and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + until)
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    return file


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
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(file)
            web = opened.enter_context(serve(context))
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

"""What an address of Kafka says, and which ones say nothing that can be meant."""

import ssl
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509 import DNSName
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth
from hypothesis import given
from hypothesis import strategies as st

from deploy.principals import as_service
from deploy.provision import main
from shared.bus.address import Address, WrongAddress, client_options, librdkafka_options
from shared.bus.worker import _credentials
from shared.service import run
from tests.shared.bus.secured import Authority
from tests.shared.bus.test_worker import LISTENER

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@pytest.mark.parametrize(
    ("text", "security"),
    [
        ("a:1,b:2", "PLAINTEXT"),
        ("me@a:1?passfile=x&mechanism=PLAIN", "SASL_PLAINTEXT"),
        ("me@a:1?passfile=x&", "SASL_PLAINTEXT"),
        ("a:1?security=PLAINTEXT", "PLAINTEXT"),
        ("me@a:1?security=SASL_PLAINTEXT&passfile=x", "SASL_PLAINTEXT"),
        ("a:1?security=SSL", "SSL"),
        ("a:1?security=SSL&cafile=x&certfile=y&keyfile=z", "SSL"),
        ("me@a:1?security=SASL_SSL&passfile=x&cafile=y", "SASL_SSL"),
    ],
)
def test_an_address_says_how_safely_one_comes(text: str, security: str) -> None:
    assert Address.of(text).security == security


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("me@a:1?secruity=SASL_SSL", "no option secruity; there are passfile, mechanism, security"),
        ("me@a:1?security=TLS", "security=TLS is none of PLAINTEXT, SSL"),
        ("me@a:1?security=", "security= is none of"),
        ("me@a:1?security=SSL", "say security=SASL_SSL, or leave out me@"),
        ("me@a:1?security=PLAINTEXT", "say security=SASL_PLAINTEXT, or leave out me@"),
        ("a:1?security=SASL_SSL", "needs a user"),
        ("me@a:1?passfile=x&cafile=y", "cafile is for TLS: say security=SASL_SSL"),
        ("a:1?certfile=x&keyfile=y", "certfile, keyfile is for TLS"),
        ("a:1?security=SSL&cafile=", "cafile names no file"),
        ("a:1?security=SSL&keyfile=x", "name that, too, as certfile"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_it_is_said_what_to_do(text: str, says: str) -> None:
    with pytest.raises(WrongAddress, match=f"SHIFAN_KAFKA: .*{says}"):
        Address.of(text)


@given(NAMES, NAMES, NAMES, NAMES)
def test_whatever_names_are_given_are_found_and_a_service_comes_by_the_same_tls(
    user: str, ca: str, certificate: str, key: str
) -> None:
    files = {"cafile": ca, "certfile": certificate, "keyfile": key}
    deploy = f"{quote(user, safe='')}@a:1?{urlencode({'passfile': 'x', 'security': 'SASL_SSL', **files})}"
    told = Address.of(deploy)
    assert (told.user, told.cafile, told.certfile, told.keyfile) == (user, Path(ca), Path(certificate), Path(key))
    service = Address.of(as_service(deploy, "audit", "", Path("keys")))
    assert (service.user, service.servers, service.security) == ("audit", "a:1", "SASL_SSL")
    assert [service.cafile, service.certfile, service.keyfile] == [Path(name).absolute() for name in files.values()]


def test_both_libraries_are_told_the_same_and_check_the_other_side(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    own = authority.signed("own", DNSName("office.example"))
    address = f"a:1?{urlencode({'security': 'SSL', 'cafile': str(authority.cafile), 'certfile': str(own)})}"
    told = client_options(address)
    context = told["ssl_context"]
    assert (told["bootstrap_servers"], told["security_protocol"]) == ("a:1", "SSL")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert [dict(part[0])["commonName"] for part in (one["subject"] for one in context.get_ca_certs())] == ["authority"]
    assert librdkafka_options(address) == {
        "bootstrap.servers": "a:1",
        "security.protocol": "SSL",
        "enable.ssl.certificate.verification": "true",
        "ssl.endpoint.identification.algorithm": "https",
        "ssl.ca.location": str(authority.cafile),
        "ssl.certificate.location": str(own),
        "ssl.key.location": str(own),
    }


def test_faust_is_told_the_same(tmp_path: Path) -> None:
    authority, password = Authority(tmp_path, "authority"), tmp_path / "password"
    password.write_text("sesame\n", encoding="utf-8")
    by_tls = urlencode({"cafile": str(authority.cafile), "passfile": str(password)})
    for address in (f"me@a:1?security=SASL_SSL&{by_tls}", f"a:1?security=SSL&{by_tls}", f"me@a:1?passfile={password}"):
        ours, fausts = client_options(address), dict(credentials_to_aiokafka_auth(_credentials(Address.of(address))))
        del ours["bootstrap_servers"]
        for told in (ours, fausts):
            context = told.pop("ssl_context", None)
            if context is not None:
                told["checks"] = (context.verify_mode, context.check_hostname, len(context.get_ca_certs()))
        assert fausts == ours
        assert ours.get("checks") == ((ssl.CERT_REQUIRED, True, 1) if "SSL" in address else None)


def test_in_the_clear_both_are_told_nothing_of_certificates(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("sesame\n", encoding="utf-8")
    address = f"me@a:1?passfile={tmp_path / 'password'}"
    assert client_options("a:1") == {"bootstrap_servers": "a:1"}
    assert client_options(address) == {
        "bootstrap_servers": "a:1",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "me",
        "sasl_plain_password": "sesame",
    }
    assert librdkafka_options(address) == {
        "bootstrap.servers": "a:1",
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "me",
        "sasl.password": "sesame",
    }


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    locked, missing = tmp_path / "locked.pem", tmp_path / "missing.pem"
    own = authority.signed("own", DNSName("office.example"))
    key = ec.generate_private_key(ec.SECP256R1())
    locked.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"sesame")))
    for options, says in (
        (f"cafile={missing}", f"the cafile {missing} has no certificates in PEM"),
        (f"cafile={locked}", f"the cafile {locked} has no certificates in PEM"),
        (f"cafile={authority.cafile}&certfile={own}&keyfile={locked}", f"{own} with {locked} is no certificate"),
        (f"cafile={authority.cafile}&certfile={authority.cafile}", f"{authority.cafile} is no certificate in PEM with"),
    ):
        for told in (client_options, librdkafka_options):
            with pytest.raises(WrongAddress, match=says):
                told(f"a:1?security=SSL&{options}")


def test_a_service_stops_at_its_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", str(tmp_path))
    for options, says in (("security=SSL", "say security=SASL_SSL"), ("security=SASL_SSL&cafile=none", "cafile none")):
        monkeypatch.setenv("SHIFAN_KAFKA", f"me@127.0.0.1:1?{options}")
        with pytest.raises(WrongAddress, match=says):
            run(LISTENER, ["api"])


def test_the_provisioning_says_it_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHIFAN_POSTGRES", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("SHIFAN_KAFKA", "127.0.0.1:1?security=SASL_SSL")
    assert main(["--data", str(tmp_path)]) == 1
    told = "provision: SHIFAN_KAFKA: security=SASL_SSL needs a user, as in user@host:port?passfile=…\n"
    assert capsys.readouterr().err == told

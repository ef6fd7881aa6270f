"""`python -m deploy.kubernetes.dry_run`: asks a real API server whether it would take both overlays, and keeps nothing.

The server and its etcd are built from Go's modules, once (`apiserver/`), at low priority; Go and kubectl must be there.
Both namespaces are held to the standard `restricted`, so that the server judges the pods, too; and planted mistakes,
which must be refused, show that it judges at all.
"""

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.embedded.files import ServerTrouble, last_lines, write_file
from deploy.embedded.ports import free_ports
from deploy.go_programs import built, found, running
from deploy.kubernetes.secrets import NAMESPACES, manifests
from deploy.service_process import ROOT

FOLDER = Path(__file__).parent
BUILT = ROOT / ".shifan" / "apiserver"
_MODULE = FOLDER / "apiserver"
_COMMANDS = {
    "kube-apiserver": (_MODULE, "k8s.io/kubernetes/cmd/kube-apiserver"),
    "etcd": (_MODULE, "go.etcd.io/etcd/server/v3"),
}
_READY_SECONDS = 60.0
_SELECTOR, _UP = "matchLabels:\n      app.kubernetes.io/name: registry", "allowPrivilegeEscalation: "
# Where, what is right, what is wrong, and what the server says of it.
_MISTAKES = (
    ("base/services/registry.yaml", _SELECTOR, f"{_SELECTOR}-not", "selector"),
    ("base/patches/service.yaml", f"{_UP}false", f"{_UP}true", "restricted"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How kubectl comes into the server."""

    kubectl: str
    url: str
    folder: Path
    token: str

    def __call__(self, *words: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        who = [
            f"--server={self.url}",
            f"--token={self.token}",
            f"--certificate-authority={self.folder / 'apiserver.crt'}",
        ]
        alone = {**os.environ, "KUBECONFIG": os.devnull, "KUBECACHEDIR": str(self.folder / "cache")}
        return subprocess.run([self.kubectl, *who, *words], input=given, capture_output=True, check=False, env=alone)


@contextmanager
def api_server(commands: dict[str, Path], kubectl: str) -> Iterator[Asked]:
    """A server with an empty etcd, both on ports of their own and gone afterwards."""
    with TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        client, peer, port = free_ports(3)
        etcd, log = f"http://127.0.0.1:{client}", folder / "server.log"
        peers = [
            f"--listen-peer-urls=http://127.0.0.1:{peer}",
            f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
        ]
        own = [f"--data-dir={folder / 'etcd'}", f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}"]
        first = f"--initial-cluster=default=http://127.0.0.1:{peer}"
        stack.enter_context(running([str(commands["etcd"]), *own, *peers, first], folder / "etcd.log"))
        asked = Asked(kubectl, f"https://127.0.0.1:{port}", folder, secrets.token_urlsafe(32))
        server = [str(commands["kube-apiserver"]), *_options(asked, etcd, port)]
        process = stack.enter_context(running(server, log))
        deadline = time.monotonic() + _READY_SECONDS
        while asked("get", "--raw", "/readyz").returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                raise ServerTrouble(f"the API server does not answer:\n{last_lines(log)}")
            time.sleep(0.2)
        yield asked


def _options(asked: Asked, etcd: str, port: int) -> list[str]:
    folder = asked.folder
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    write_file(folder / "accounts.key", pem, mode=0o600)
    write_file(folder / "tokens.csv", f"{asked.token},dry-run,dry-run,system:masters\n", mode=0o600)
    return [
        f"--etcd-servers={etcd}",
        "--bind-address=127.0.0.1",
        f"--secure-port={port}",
        f"--cert-dir={folder}",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder / 'accounts.key'}",
        f"--service-account-signing-key-file={folder / 'accounts.key'}",
    ]


def _quietly(_line: str) -> None: ...


def ask(asked: Asked, overlays: Path, report: Callable[[str], None] = _quietly) -> list[str]:
    """What the server says against the overlays and their secrets: nothing, where it would take all."""
    against = []
    for overlay, namespace in NAMESPACES.items():
        _must(asked("apply", "-f", str(overlays / overlay / "namespace.yaml")))
        with TemporaryDirectory() as keys:
            given = orjson.dumps(
                {"apiVersion": "v1", "kind": "List", "items": manifests(overlay, Path(keys), "a", None)}
            )
        dry = ["apply", "--dry-run=server", "--warnings-as-errors", "--namespace", namespace]
        for answer in (asked(*dry, "-f", "-", given=given), asked(*dry, "-k", str(overlays / overlay))):
            taken = answer.stdout.decode().count("(server dry run)")
            report(f"{overlay}: {taken} objects would be taken")
            if answer.returncode:
                against.append(f"{overlay}: {answer.stderr.decode().strip()}")
    return against


def takes_mistakes(asked: Asked) -> list[str]:
    """What the server should refuse, and does not: it was planted in a copy of the manifests."""
    taken = []
    for name, right, wrong, told in _MISTAKES:
        with TemporaryDirectory() as temporary:
            copy = Path(temporary) / "kubernetes"
            shutil.copytree(FOLDER, copy)
            file = copy / name
            file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
            answers = ask(asked, copy / "overlays")
        if len(answers) != len(NAMESPACES) or not all(told in answer for answer in answers):
            taken.append(f"the server takes {wrong!r} in {name}")
    return taken


def _must(answer: "subprocess.CompletedProcess[bytes]") -> None:
    if answer.returncode:
        raise ServerTrouble(answer.stderr.decode().strip())


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where the server would not take an overlay, or takes a mistake."""
    parser = argparse.ArgumentParser(prog="python -m deploy.kubernetes.dry_run", description=(__doc__ or "").strip())
    parser.add_argument("--built", type=Path, default=BUILT, help="where the server and etcd are, or are to be built")
    try:
        commands = built(parser.parse_args(arguments).built, _COMMANDS)
        with api_server(commands, found("kubectl")) as asked:
            against = ask(asked, FOLDER / "overlays", print)
            against += takes_mistakes(asked)
    except ServerTrouble as trouble:
        against = [str(trouble)]
    print(
        "\n".join(
            [*against, "refused"] if against else ["both overlays would be taken, and planted mistakes are refused"]
        )
    )
    return 1 if against else 0


if __name__ == "__main__":
    sys.exit(main())

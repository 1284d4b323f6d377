# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity that signs: a key and its certificates, made here at the first signature, or the user's own."""

import datetime
import os
from pathlib import Path
from typing import Any

from msgspec import Struct

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.files import storage_error, write_file
from musicstudio.core.paths import config_dir
from musicstudio.core.text import clean_line

CERTIFICATES, KEY = "certificates.pem", "key.pem"
_NAMELESS = "MusicStudio user"
_ROOT_YEARS, _LEAF_YEARS = 30, 20
_MAX_BYTES = 1 << 20
_MAX_NAME = 60


class Identity(Struct, frozen=True):
    """PEM texts: the leaf's certificate followed by those above it, and the private key (PKCS #8)."""

    certificates: str
    key: str

    @property
    def root(self) -> str:
        """The last certificate of the chain, which one who trusts this identity names."""
        mark = "-----BEGIN CERTIFICATE-----"
        return mark + self.certificates.rpartition(mark)[2]


def identity_folder() -> Path:
    """Where the identity of this machine lies."""
    return config_dir() / "identity"


def identity_in(folder: Path) -> Identity:
    """The identity in a folder (``certificates.pem``, ``key.pem``). Raises `MediaError`, `InputError`."""
    texts = []
    for name in (CERTIFICATES, KEY):
        path = folder / name
        try:
            if path.stat().st_size > _MAX_BYTES:
                raise InputError(f"“{name}” in “{folder.name}” is no key or certificate.")
            texts.append(path.read_text("ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise MediaError(f"The signing identity in “{folder.name}” cannot be read: {name}.") from error
    _check(Identity(*texts), folder)
    return Identity(*texts)


def own_identity(name: str = "") -> Identity:
    """The identity of this machine, made when there is none. Raises `StorageError`, `MediaError`."""
    folder = identity_folder()
    if not (folder / KEY).is_file():
        _keep(new_identity(name), folder)
    return identity_in(folder)


def new_identity(name: str = "") -> Identity:
    """A root of one's own and a leaf that signs, both P-256; the name is shown as the issuer."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    who = clean_line(name)[:_MAX_NAME] or _NAMELESS
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate(who, "root", root_key, root_key, is_root=True)
    leaf = _certificate(who, "signature", leaf_key, root_key, is_root=False)
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (leaf, root))
    key = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(chain.decode(), key.decode())


def _certificate(who: str, role: str, key: Any, signer: Any, *, is_root: bool) -> Any:
    """As C2PA wants them: a root that may sign certificates, a leaf that may sign and nothing else."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID

    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    years = _ROOT_YEARS if is_root else _LEAF_YEARS
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(who, role))
        .issuer_name(_name(who, "root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(_usage(is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not is_root:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        builder = builder.add_extension(above, critical=False)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _usage(is_root: bool) -> Any:
    from cryptography import x509

    names = (
        "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
        "decipher_only",
    )  # fmt: skip
    signs = {"digital_signature": not is_root, "key_cert_sign": is_root, "crl_sign": is_root}
    return x509.KeyUsage(**dict.fromkeys(names, False), **signs)


def _name(who: str, role: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    pairs = ((NameOID.ORGANIZATION_NAME, who), (NameOID.COMMON_NAME, f"{who} ({role})"))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


def _keep(identity: Identity, folder: Path) -> None:
    """The key is for its owner's eyes; it comes last, so that there is no key without its certificates."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise storage_error(error, folder) from error
    write_file(folder / CERTIFICATES, identity.certificates.encode())
    old = os.umask(0o077)
    try:
        write_file(folder / KEY, identity.key.encode())
    finally:
        os.umask(old)


def _check(identity: Identity, folder: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        x509.load_pem_x509_certificates(identity.certificates.encode())
        serialization.load_pem_private_key(identity.key.encode(), None)
    except (ValueError, TypeError) as error:
        raise InputError(f"“{folder.name}” holds no signing identity: a key without a password is needed.") from error

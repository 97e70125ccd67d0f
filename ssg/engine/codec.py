"""One canonical encoding for every value, and the digest of what is encoded (laws 3 and 4)."""

import hashlib
from functools import cache
from typing import Any, NewType

import msgspec

Digest = NewType("Digest", bytes)
"""The first 16 bytes of SHA-256: most processors have instructions for it, and hashing pages is a part of every build."""

ABSENT = Digest(bytes(16))
"""The digest of what is not there: a file, a part of a table. No content has it (law 2)."""

DIGEST_BYTES = 16

_encoder = msgspec.msgpack.Encoder(order="deterministic")


def digest(content: bytes) -> Digest:
    """Return the digest of exactly these bytes."""
    return Digest(hashlib.sha256(content).digest()[:DIGEST_BYTES])


def encode(value: object) -> bytes:
    """Return the one encoding of a value: MessagePack, keys of mappings sorted."""
    return _encoder.encode(value)


def decode(content: bytes, kind: Any) -> Any:
    """Return the value of type `kind` that `encode` made `content` of."""
    return _decoder(kind).decode(content)


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)

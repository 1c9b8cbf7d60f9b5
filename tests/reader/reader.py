#!/usr/bin/env python3
"""A second reader of vaults, written from vault/FORMAT.md alone; the part for store/FORMAT.md by its author, who knew the Rust code.

It shares no line with the Rust code, so where both agree the specification is enough. It changes nothing: the record is opened as a
copy in a temporary folder, and a vault in use is refused.

    reader.py open FOLDER.holdfast [--recovery] [--secret-file FILE]     the passphrase or code comes from FILE or stdin; prints JSON
    reader.py record FOLDER.holdfast [--recovery] [--secret-file FILE]   the same, and reads and verifies the record itself; prints JSON
    reader.py packet FILE IDENTITY                                       opens a packet with the age program and an exported identity; prints JSON
    reader.py masters FOLDER.holdfast IDENTITY [--secret-file FILE]      which sealed master keys an identity opens; prints JSON
    reader.py vectors FOLDER                                             checks tests/fixtures/vectors

Needs requirements.txt and the `age` program. Exit codes: 0 ok, 2 usage, 4 wrong secret, 5 damaged or refused, 7 in use.
"""

import argparse
import base64
import fcntl
import hashlib
import hmac
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Failure(Exception):
    """Why a vault does not open; `code` is the exit code."""

    code = 5


class Refused(Failure):
    """The bytes are not a header that may be read, or a record that may be opened."""


class Damaged(Failure):
    """The secret is right and something was changed."""


class Wrong(Failure):
    """No slot answers to this secret."""

    code = 4


class InUse(Failure):
    code = 7


# --- section 2: the header ------------------------------------------------------------------------------------------------------------


@dataclass
class Slot:
    slot_id: bytes
    kind: int
    handle: str
    cost: tuple
    salt: bytes
    commit: bytes
    nonce: bytes
    bundle: bytes
    recipient: bytes
    verifier: bytes
    sealed: list = field(default_factory=list)


@dataclass
class Header:
    format: int
    suite: int
    flags: int
    vault_id: bytes
    seq: int
    epochs: list
    slots: list
    body: bytes
    mac: bytes

    @property
    def training(self):
        return bool(self.flags & 1)


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Refused("the header ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")


def need(condition, what):
    if not condition:
        raise Refused(f"the header's {what} is not valid")


def parse_header(data):
    if len(data) > 65536:
        raise Refused("the header is longer than 64 KiB")
    cursor = Cursor(data)
    if cursor.take(8) != b"HOLDFAST":
        raise Refused("this is not a vault header")
    version, min_reader = cursor.number(2), cursor.number(2)
    if min_reader > 2:
        raise Refused(f"the vault needs a newer version (format {min_reader})")
    need(version >= 1 and min_reader >= 1, "format")
    suite = cursor.number(2)
    if suite != 1:
        raise Refused(f"unknown suite {suite}")
    flags = cursor.number(2)
    need(flags & ~1 == 0, "flags")
    vault_id = cursor.take(16)
    seq, epoch, pending = cursor.number(8), cursor.number(4), cursor.number(4)
    need(seq >= 1, "sequence number")
    need(epoch >= 1 and pending in (0, epoch + 1), "epoch")
    epochs = [epoch] + ([pending] if pending else [])
    count = cursor.number(1)
    need(1 <= count <= 32, "number of slots")
    slots = [parse_slot(cursor, len(epochs), min_reader) for _ in range(count)]
    need(len({slot.slot_id for slot in slots}) == count, "slot id (twice the same)")
    body = data[: cursor.at]
    mac = cursor.take(32)
    if cursor.at != len(data):
        raise Refused("the header is followed by other bytes")
    if min_reader != (2 if any(slot.kind == 4 for slot in slots) else 1):
        raise Refused(f"the vault needs a newer version (format {min_reader})")
    return Header(version, suite, flags, vault_id, seq, epochs, slots, body, mac)


def parse_slot(cursor, masters, min_reader):
    slot_id, kind, length = cursor.take(16), cursor.number(1), cursor.number(1)
    need(kind in (1, 2, 3) or (kind == 4 and min_reader > 1), "slot kind")
    need(1 <= length <= 32, "handle")
    try:
        handle = cursor.take(length).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the header's handle is not valid") from None
    need(not any(unicodedata.category(sign) == "Cc" for sign in handle), "handle")
    cost = tuple(cursor.number(4) for _ in range(3))
    salt, commit, nonce, bundle = (cursor.take(n) for n in (32, 32, 12, 138))
    recipient, verifier = cursor.take(62), cursor.take(32)
    if kind == 3:
        need(not any(cost) and not any(salt + commit + nonce + bundle + verifier), "break-glass slot")
    else:
        m, t, p = cost
        need(65536 <= m <= 1048576 and 3 <= t <= 12 and 1 <= p <= 8, "key derivation cost")
        need(is_public_key(verifier), "public key")
    need(is_recipient(recipient), "recipient")
    slot = Slot(slot_id, kind, handle, cost, salt, commit, nonce, bundle, recipient, verifier)
    for _ in range(masters):
        length = cursor.number(2)
        need(1 <= length <= 768, "sealed master key")
        slot.sealed.append(cursor.take(length))
    return slot


def is_recipient(text):
    """Bech32 of 32 bytes with the prefix `age`, in lower case (BIP 173)."""
    if not text.startswith(b"age1") or any(sign not in BECH32 for sign in text[4:]):
        return False
    values = [BECH32.index(sign) for sign in text[4:]]
    # 52 symbols carry 260 bits: 32 bytes, and four bits that must be zero.
    return bech32_check(b"age", values) == 1 and len(values) == 58 and values[51] & 0b1111 == 0


BECH32 = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32_check(prefix, values):
    check = 1
    for value in [sign >> 5 for sign in prefix] + [0] + [sign & 31 for sign in prefix] + values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= constant if top >> bit & 1 else 0
    return check


def bech32(prefix, data):
    """32 bytes as text (BIP 173), in lower case."""
    bits = int.from_bytes(data, "big") << 4
    values = [bits >> 5 * (51 - n) & 31 for n in range(52)]
    check = bech32_check(prefix, values + [0] * 6) ^ 1
    values += [check >> 5 * (5 - n) & 31 for n in range(6)]
    return prefix + b"1" + bytes(BECH32[value] for value in values)


def is_public_key(data):
    """A point of Ed25519 that is not of small order: eight times it is not the neutral element (RFC 8032 arithmetic)."""
    prime = 2**255 - 19
    d = -121665 * pow(121666, -1, prime) % prime
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, (y & (2**255 - 1)) % prime
    x2 = (y * y - 1) * pow(d * y * y + 1, -1, prime) % prime
    x = pow(x2, (prime + 3) // 8, prime)
    if (x * x - x2) % prime:
        x = x * pow(2, (prime - 1) // 4, prime) % prime
    if (x * x - x2) % prime:
        return False
    if x & 1 != sign:
        x = prime - x
    for _ in range(3):
        k = d * x * x * y * y % prime
        x, y = (2 * x * y * pow(1 + k, -1, prime) % prime, (y * y + x * x) * pow(1 - k, -1, prime) % prime)
    return (x % prime, y % prime) != (0, 1)


# --- sections 3 and 4: from a secret to the keys --------------------------------------------------------------------------------------


def hkdf(salt, ikm, info, length):
    return HKDF(SHA256(), length, salt or None, info).derive(ikm)


def wrap_key_and_commit(secret, slot):
    m, t, p = slot.cost
    master = hash_secret_raw(secret, slot.salt, t, m, p, 64, Type.ID, 0x13)
    return hkdf(b"", master, b"holdfast/slot/1", 64)


@dataclass
class Keys:
    epoch: int
    master: bytes
    database: bytes
    header: bytes
    head: bytes
    client: bytes


def derive_keys(header, epoch, master):
    def one(purpose, length):
        training = bytes([header.flags & 1])
        info = b"holdfast/key/1\0" + purpose + b"\0" + training + header.vault_id + struct.pack(">I", epoch)
        return hkdf(header.vault_id, master, info, length)

    return Keys(epoch, master, one(b"database", 48), one(b"header", 32), one(b"head", 32), one(b"client", 32))


@dataclass
class Opened:
    slot: Slot
    person_id: bytes
    identity: bytes
    signing: Ed25519PrivateKey
    keys: list

    def speaks_for(self, header):
        keys = [keys for keys in self.keys if keys.epoch == header.epochs[0]]
        return bool(keys) and hmac.compare_digest(hmac.digest(keys[0].header, header.body, "sha256"), header.mac)


def open_slot(header, slot, okm):
    """Bundle, master keys and derived keys of one slot. Says nothing about the rest of the header."""
    if slot.kind == 3 or not hmac.compare_digest(okm[32:], slot.commit):
        raise Wrong("wrong secret")
    associated = b"HOLDFAST" + struct.pack(">HHH", header.format, header.suite, header.flags) + header.vault_id
    associated += slot.slot_id + bytes([slot.kind]) + struct.pack(">III", *slot.cost)
    associated += slot.salt + slot.recipient + slot.verifier
    try:
        plain = ChaCha20Poly1305(okm[:32]).decrypt(slot.nonce, slot.bundle, associated)
    except InvalidTag:
        raise Damaged("the header is damaged (bundle)") from None
    person_id, identity, seed = plain[:16], plain[16:90], plain[90:]
    signing = Ed25519PrivateKey.from_private_bytes(seed)
    if age("age-keygen", ["-y"], identity).strip() != slot.recipient:
        raise Damaged("the header is damaged (recipient)")
    if signing.public_key().public_bytes_raw() != slot.verifier:
        raise Damaged("the header is damaged (public key)")
    keys = []
    for epoch, sealed in zip(header.epochs, slot.sealed):
        if epoch != header.epochs[0] and sealed == b"\0":
            continue
        master = unseal(identity, sealed)
        if master[:36] != header.vault_id + struct.pack(">I", epoch) + slot.slot_id or len(master) != 68:
            raise Damaged("the header is damaged (sealed master key)")
        keys.append(derive_keys(header, epoch, master[36:]))
    return Opened(slot, person_id, identity, signing, keys)


def unseal(identity, sealed):
    """Only the ciphertext touches the disk; the identity goes through a pipe."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(sealed)
        file.flush()
        return age("age", ["-d", "-i", "-", file.name], identity)


def age(program, arguments, stdin):
    done = subprocess.run([program, *arguments], input=stdin + b"\n", capture_output=True, check=False)
    if done.returncode != 0:
        raise Damaged("the header is damaged (age)")
    return done.stdout


# --- section 5: the recovery code -----------------------------------------------------------------------------------------------------


def times(a, b):
    """Multiplication in GF(2^5) with x^5 + x^2 + 1."""
    out = 0
    for bit in range(5):
        if b >> bit & 1:
            out ^= a << bit
    for bit in range(9, 4, -1):
        if out >> bit & 1:
            out ^= 0b100101 << (bit - 5)
    return out


def group_check(number, symbols):
    out, weight = number, 1
    for symbol in symbols:
        weight = times(weight, 2)
        out ^= times(weight, symbol)
    return out


def parse_recovery_code(typed):
    signs = [sign for sign in typed.upper() if not sign.isspace() and sign != "-"]
    canonical = ["0" if sign == "O" else "1" if sign in "IL" else sign for sign in signs]
    if any(sign not in CROCKFORD for sign in canonical) or len(canonical) != 40:
        raise Wrong("this is not a recovery code")
    symbols = [CROCKFORD.index(sign) for sign in canonical]
    bits = ""
    for number in range(8):
        group = symbols[number * 5 : number * 5 + 5]
        if group_check(number, group[:4]) != group[4]:
            raise Wrong(f"group {number + 1} of the recovery code is mistyped")
        bits += "".join(format(symbol, "05b") for symbol in group[:4])
    return int(bits, 2).to_bytes(20, "big")


def recovery_code_on_paper(code):
    bits = format(int.from_bytes(code, "big"), "0160b")
    symbols = [int(bits[at : at + 5], 2) for at in range(0, 160, 5)]
    groups = (symbols[at : at + 4] for at in range(0, 32, 4))
    return "-".join("".join(CROCKFORD[s] for s in [*group, group_check(n, group)]) for n, group in enumerate(groups))


# --- sections 1, 2 and 6: opening a folder --------------------------------------------------------------------------------------------


class Vault:
    """An open vault. Use it in a `with`: the copy of the record goes when it ends."""

    def __init__(self, folder, secret, kind):
        self.folder = Path(folder)
        self._secret = (secret, kind)
        copies = {name: self._read_copy(name) for name in ("vault.hdr", "vault.hdr.bak")}
        if all(copy is None for copy in copies.values()):
            raise Refused("there is no vault in this folder")
        headers = {name: copy for name, copy in copies.items() if isinstance(copy, Header)}
        if not headers:
            raise next(copy for copy in copies.values() if isinstance(copy, Failure))
        self._refuse_if_in_use()
        opened, complaint = {}, Wrong("wrong secret")
        for name, header in headers.items():
            try:
                opened[name] = self._try(header, secret, kind)
            except Damaged as damaged:
                complaint = damaged
            except Wrong:
                pass
        if not opened:
            raise complaint
        sound = {n: h for n, h in headers.items() if any(o.speaks_for(h) for o in opened.values())}
        if not sound:
            raise Damaged("the header is damaged (MAC)")
        newest = max(header.seq for header in sound.values())
        name = next(name for name, header in sound.items() if header.seq == newest)
        if name not in opened:
            raise Wrong("wrong secret")
        self.header, self.opened = headers[name], opened[name]
        self.copies = {
            name: "missing" if copy is None else "damaged" if name not in sound else "good" if sound[name].seq == newest else "older"
            for name, copy in copies.items()
        }
        self._copy = None
        self.keys, self.record = self._open_record()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.record.close()
        self._copy.cleanup()

    def _read_copy(self, name):
        try:
            with open(self.folder / name, "rb") as file:
                return parse_header(file.read(65537))
        except FileNotFoundError:
            return None
        except Refused as refused:
            return refused

    def _refuse_if_in_use(self):
        try:
            with open(self.folder / "lock", "rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            pass
        except BlockingIOError:
            raise InUse("the vault is in use") from None

    @staticmethod
    def _try(header, secret, kind, leaving=True):
        complaint = Wrong("wrong secret")
        for slot in header.slots:
            if slot.kind != kind or (not leaving and slot.sealed[1:] == [b"\0"]):
                continue
            try:
                return open_slot(header, slot, wrap_key_and_commit(secret, slot))
            except Damaged as damaged:
                complaint = damaged
            except Wrong:
                pass
        raise complaint

    def _open_record(self):
        path, log = self.folder / "record.db", self.folder / "record.db-wal"
        has_log = log.exists() and log.stat().st_size > 0
        if not path.is_file() or path.is_symlink() or path.stat().st_size < 4096:
            raise Refused("the record is missing or cut short" + (" beside its log" if has_log else ""))
        with open(path, "rb") as file:
            mark = file.read(16)
        if mark == b"SQLite format 3\0":
            raise Refused("the record is not encrypted")
        keys = [keys for keys in self.opened.keys if keys.database[32:] == mark]
        if not keys and len(self.opened.keys) < len(self.header.epochs):
            # The slot left with the epoch before; whoever rotated has another one.
            self.opened = self._try(self.header, *self._secret, leaving=False)
            keys = [keys for keys in self.opened.keys if keys.database[32:] == mark]
        if not keys:
            raise Refused("the record does not begin with this vault's mark")
        # Both are ciphertext; SQLite would change the originals by reading them.
        self._copy = tempfile.TemporaryDirectory(prefix="holdfast-reader-")
        copy = Path(self._copy.name) / "record.db"
        shutil.copyfile(path, copy)
        if has_log:
            shutil.copyfile(log, str(copy) + "-wal")
        return keys[0], open_sqlcipher(copy, keys[0].database)

    # --- what the store's reader will need ---

    def head(self):
        try:
            data = (self.folder / "head").read_bytes()
        except FileNotFoundError:
            return None
        return parse_head(data, self.keys.head, self.header.vault_id)

    def unwrap_client_key(self, client_id, wrapped):
        return unwrap_client_key(self.keys.client, client_id, wrapped)


def open_sqlcipher(path, key):
    from sqlcipher3 import dbapi2

    db = dbapi2.connect(str(path), isolation_level=None)
    try:
        db.execute("PRAGMA cipher_log = off")
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError:
        db.close()
        raise Damaged("the record does not open under this vault's key") from None
    return db


# --- sections 7 to 11: the small formats ----------------------------------------------------------------------------------------------


def parse_head(data, key, vault_id):
    if len(data) != 116 or not hmac.compare_digest(hmac.digest(key, data[:84], "sha256"), data[84:]):
        raise Damaged("the head is damaged")
    magic, vault, header_seq, epoch, audit_seq, audit_head, wall_ms = struct.unpack(">8s16sQIQ32sq", data[:84])
    if magic != b"HFHEAD01" or vault != vault_id:
        raise Damaged("the head is damaged")
    return {"header_seq": header_seq, "epoch": epoch, "audit_seq": audit_seq, "audit_head": audit_head.hex(), "wall_ms": wall_ms}


def associated(table, row, version):
    table = table.encode("ascii")
    return bytes([len(table)]) + table + struct.pack(">H", len(row)) + row + struct.pack(">I", version)


def open_sealed(key, place, sealed):
    if len(sealed) < 29 or sealed[0] != 1:
        raise Damaged("a sealed value does not open")
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[1:13], sealed[13:], place)
    except InvalidTag:
        raise Damaged("a sealed value does not open") from None


def unwrap_client_key(wrapping, client_id, wrapped):
    return open_sealed(wrapping, associated("client_key", client_id, 1), wrapped)


def genesis(vault_id):
    return hashlib.sha256(b"audit/1/genesis" + vault_id).digest()


def link(previous, entry):
    return hashlib.sha256(b"audit/1" + struct.pack(">Q", len(entry)) + entry + previous).digest()


def verify_chain(vault_id, rows):
    """`rows` are (seq, entry, digest) in order. Gives the last (seq, digest), or names the first bad entry."""
    at, digest = 0, genesis(vault_id)
    for seq, entry, kept in rows:
        if seq != at + 1 or link(digest, entry) != kept:
            raise Damaged(f"audit entry {at + 1} is not what was written")
        at, digest = seq, kept
    return at, digest


def verify_signature(public_key, namespace, data, signature):
    name = namespace.encode("ascii")
    verify_bare(public_key, b"holdfast/sign/1" + bytes([len(name)]) + name + data, signature)


def verify_bare(public_key, data, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except InvalidSignature:
        raise Damaged("the signature does not hold") from None


def checkpoint_text(vault_id, seq, digest):
    return f"holdfast/{vault_id.hex()}\n{seq}\n{base64.b64encode(digest).decode()}\n"


def verify_checkpoint(note, public_key):
    text, _, signature_line = note.partition("\n\n")
    text += "\n"
    origin, seq, digest, _ = text.split("\n")
    dash, name, encoded = signature_line.rstrip("\n").split(" ")
    vault_id, seq, digest = bytes.fromhex(origin.removeprefix("holdfast/")), int(seq), base64.b64decode(digest)
    signature = base64.b64decode(encoded, validate=True)
    key_id = hashlib.sha256(name.encode() + b"\n\x01" + public_key).digest()[:4]
    if dash != "\u2014" or text != checkpoint_text(vault_id, seq, digest) or signature[:4] != key_id:
        raise Damaged("this is not a checkpoint by this key")
    verify_bare(public_key, text.encode(), signature[4:])
    return vault_id, seq, digest, bytes.fromhex(name.removeprefix("holdfast/"))


def short_code(vault_id, seq, digest):
    text = checkpoint_text(vault_id, seq, digest).encode()
    bits = format(int.from_bytes(hashlib.sha256(b"short-code/1" + text).digest(), "big"), "0256b")
    symbols = "".join(CROCKFORD[int(bits[at : at + 5], 2)] for at in range(0, 50, 5))
    return symbols[:5] + "-" + symbols[5:]


def pin_matches(pin, kept):
    return len(kept) == 49 and kept[0] == 1 and hmac.compare_digest(
        hash_secret_raw(pin.encode("ascii"), kept[1:17], 2, 19456, 1, 32, Type.ID, 0x13), kept[17:]
    )


# --- store/FORMAT.md ------------------------------------------------------------------------------------------------------------------

ENTRY = set("v seq action actor kind id before after first last wall_ms zone_minutes uptime_ms boot app scripted".split())


# Lists that grow: the kind of an entry, its table, and what gives (id of the list, seq, sealed).
PLACES = 1 << 24
LISTS = {
    "session": (
        "session_event",
        f"SELECT s.id AS list, e.place % {PLACES} AS seq, e.sealed AS sealed FROM session_event AS e"
        f" LEFT JOIN session AS s ON s.ordinal = e.place / {PLACES}",
    ),
    "course": ("course_event", "SELECT client AS list, seq, sealed FROM course_event"),
    "review": ("review_event", "SELECT thread AS list, seq, sealed FROM review_event"),
}
OBJECTS = (*LISTS, "person", "client", "protocol", "measure", "adoption", "signature", "person_key", "contact", "packet", "lock", "licence", "duty", "inspection", "confidence", "confidence_reader")


def canonical(data):
    try:
        value = json.loads(data)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except ValueError:
        raise Damaged("a record is not canonical JSON") from None
    if again != data:
        raise Damaged("a record is not canonical JSON")
    return value


def foreign(data):
    """A part of a packet: canonical, and no number of more than 16 digits."""
    if re.search(rb'[0-9]{17}', re.sub(rb'"(?:[^"\\]|\\.)*"', b'""', data)):
        raise Damaged("a part holds a number that is too long")
    return canonical(data)


def object_digest(db, entry):
    """SHA-256 of what the entry speaks of; none: it is gone."""
    kind, first, last = entry["kind"], entry["first"], entry["last"]
    names = [int(entry["id"])] if kind in ("signature", "lock", "confidence_reader") else [bytes.fromhex(part) for part in entry["id"].split("/")]
    if kind in LISTS:
        rows = db.execute(
            f"SELECT sealed FROM ({LISTS[kind][1]}) WHERE list = ? AND seq BETWEEN ? AND ? ORDER BY seq", (*names, first, last)
        )
        rows = [row[0] for row in rows]
        if len(rows) != last - first + 1:
            return None
        return hashlib.sha256(b"".join(struct.pack(">I", len(row)) + row for row in rows)).hexdigest()
    if kind == "packet":
        body = db.execute("SELECT body FROM packet WHERE id = ?", names).fetchall()
        parts = db.execute("SELECT sealed FROM packet_part WHERE packet = ? ORDER BY seq", names).fetchall()
        return hashlib.sha256(b"".join(struct.pack(">I", len(row)) + row for (row,) in body + parts)).hexdigest() if body else None
    row = {
        "licence": lambda: db.execute("SELECT body FROM licence WHERE person = ? AND revision = ?", (*names, first)),
        "duty": lambda: db.execute("SELECT body FROM duty WHERE person = ? AND line = ?", (*names, first)),
        "inspection": lambda: db.execute("SELECT body FROM inspection WHERE person = ? AND line = ?", (*names, first)),
        "confidence": lambda: db.execute("SELECT origin, sealed FROM confidence WHERE id = ?", names),
        "confidence_reader": lambda: db.execute("SELECT body FROM confidence_reader WHERE revision = ?", names),
        "contact": lambda: db.execute("SELECT body FROM contact WHERE person = ? AND revision = ?", (*names, first)),
        "person": lambda: db.execute("SELECT body FROM person WHERE id = ? AND revision = ?", (*names, first)),
        "client": lambda: db.execute("SELECT sealed FROM client WHERE id = ? AND revision = ?", (*names, first)),
        "protocol": lambda: db.execute("SELECT CAST(body AS BLOB) FROM protocol WHERE digest = ?", names),
        "measure": lambda: db.execute("SELECT CAST(body AS BLOB) FROM measure WHERE digest = ?", names),
        "adoption": lambda: db.execute(
            "SELECT body, signature, public_key FROM protocol_adoption WHERE protocol = ? AND person = ?", names
        ),
        "signature": lambda: db.execute("SELECT body, signature, public_key FROM signature WHERE number = ?", names),
        "lock": lambda: db.execute("SELECT body, signature, public_key FROM record_lock WHERE number = ?", names),
        "person_key": lambda: db.execute("SELECT public_key FROM person_key WHERE person = ? AND public_key = ?", names),
    }[kind]().fetchone()
    return None if row is None else hashlib.sha256(b"".join(row)).hexdigest()


def entry_fault(db, entry, seq, covered):
    if not isinstance(entry, dict) or set(entry) != ENTRY or entry["v"] != 1:
        return "the entry cannot be read"
    if entry["seq"] != seq:
        return "the entry carries another number"
    if entry["after"] is None or entry["kind"] not in OBJECTS:
        return None
    if entry["kind"] in LISTS:
        name = (entry["kind"], entry["id"])
        if entry["first"] != covered.get(name, 0):
            return f"rows of a {entry['kind']} are out of order"
        covered[name] = entry["last"] + 1
    found = object_digest(db, entry)
    if found is None:
        return "what the entry speaks of is gone"
    return None if found == entry["after"] else "what the entry speaks of was changed"


def verify_record(db, vault_id):
    at, head, covered, fault = 0, genesis(vault_id), {}, None
    for seq, data, kept in db.execute("SELECT seq, entry, link FROM audit ORDER BY seq").fetchall():
        if seq != at + 1:
            fault = {"seq": at + 1, "why": "an entry is missing"}
        elif link(head, data) != kept:
            fault = {"seq": seq, "why": "the entry does not fit its link"}
        else:
            try:
                why = entry_fault(db, canonical(data), seq, covered)
            except (Damaged, ValueError, TypeError):
                why = "the entry cannot be read"
            fault = {"seq": seq, "why": why} if why else None
        if fault:
            break
        at, head = seq, kept
    if fault is None:
        erased = {canonical(data)["id"] for (data,) in db.execute("SELECT entry FROM audit") if canonical(data)["action"] == "client_erased"}
        for client, key in db.execute("SELECT DISTINCT id, client_key.client FROM client LEFT JOIN client_key ON client = id").fetchall():
            if key is None and client.hex() not in erased:
                fault = {"seq": at, "why": "a client's key is gone and no entry speaks of it"}
            if key is not None and client.hex() in erased:
                fault = {"seq": at, "why": "an erased client's key is there again"}
    if fault is None:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        # A record of schema 1 has no courses yet.
        for kind, (_, rows) in ((kind, list_) for kind, list_ in LISTS.items() if list_[0] in there):
            counts = db.execute(f"SELECT list, count(*) FROM ({rows}) GROUP BY list").fetchall()
            if any(covered.get((kind, (name or b"").hex()), 0) != count for name, count in counts):
                fault = {"seq": at, "why": f"a {kind} holds rows that no entry speaks of"}
                break
    return {"entries": at, "head": head.hex(), "holds": fault is None, "fault": fault}


def read_session(db, key, session):
    count = 0
    rows = db.execute(f"SELECT seq, sealed FROM ({LISTS['session'][1]}) WHERE list = ? ORDER BY seq", (session,))
    for seq, sealed in rows.fetchall():
        place = associated("session_event", session + struct.pack(">Q", seq), 1)
        event = canonical(open_sealed(key, place, sealed))
        if seq != count or event["v"] != 1 or event["row"]["seq"] != seq:
            raise Damaged(f"event {count} of a session is not what was written")
        count += 1
    ended = db.execute(
        "SELECT 1 FROM session_end JOIN session USING (ordinal) WHERE session.id = ?", (session,)
    ).fetchone() is not None
    return {"events": count, "ended": ended}


def read_course(db, key, client):
    count = 0
    if db.execute("PRAGMA user_version").fetchone()[0] < 2:
        return {"events": 0}
    for seq, sealed in db.execute("SELECT seq, sealed FROM course_event WHERE client = ? ORDER BY seq", (client,)):
        event = canonical(open_sealed(key, associated("course_event", client + struct.pack(">Q", seq), 1), sealed))
        if seq != count or event["v"] != 1 or event["row"]["seq"] != seq:
            raise Damaged(f"event {count} of a course is not what was written")
        count += 1
    return {"events": count}


def read_clients(vault):
    db, clients = vault.record, []
    newest = "SELECT id, max(revision), sealed FROM client GROUP BY id ORDER BY min(rowid)"
    for client, revision, sealed in db.execute(newest).fetchall():
        wrapped = db.execute("SELECT wrapped FROM client_key WHERE client = ?", (client,)).fetchone()
        if wrapped is None:
            clients.append({"code": None, "sessions": [], "course": {"events": 0}})
            continue
        key = vault.unwrap_client_key(client, wrapped[0])
        identity = canonical(open_sealed(key, associated("client", client + struct.pack(">Q", revision), 1), sealed))
        sessions = db.execute("SELECT id FROM session WHERE client = ? ORDER BY wall_ms, ordinal", (client,)).fetchall()
        told = []
        for (session,) in sessions:
            try:
                told.append(read_session(db, key, session))
            except Damaged as damaged:
                told.append({"damaged": str(damaged)})
        try:
            course = read_course(db, key, client)
        except Damaged as damaged:
            course = {"damaged": str(damaged)}
        clients.append({"code": identity["code"], "sessions": told, "course": course})
    return clients


STATEMENT = set("v about id part last digest amended meaning person name initials wall_ms zone_minutes".split())
ROLES = ("supervisor", "peer", "medical_monitor")
LOCK = set("v about id part locked last voids person name initials wall_ms zone_minutes".split())


def rows_as_said(db, kind, name, last, digest):
    return object_digest(db, {"kind": kind, "id": name, "first": 0, "last": last}) == digest


def own_rows_as_said(db, said):
    """Whether the very rows that are named, and no others of the list, are there and have the digest."""
    rows = said["rows"]
    if not rows or rows != sorted(set(rows)) or rows[-1] != said["last"]:
        return False
    part = said["part"] or ""
    if part != f"entry/{rows[0]}" if said["about"] == "session" else not part.startswith("gate/"):
        return False
    sealed = []
    for row in rows:
        found = db.execute(f"SELECT sealed FROM ({LISTS[said['about']][1]}) WHERE list = ? AND seq = ?", (bytes.fromhex(said["id"]), row)).fetchone()
        if found is None:
            return False
        sealed.append(found[0])
    return hashlib.sha256(b"".join(struct.pack(">I", len(row)) + row for row in sealed)).hexdigest() == said["digest"]


def amended_as_said(db, said):
    """Whether the course that amends a session stood as the signature says."""
    if said["amended"] is None:
        return True
    client = db.execute("SELECT client FROM session WHERE id = ?", (bytes.fromhex(said["id"]),)).fetchone() if said["about"] == "session" else None
    return client is not None and rows_as_said(db, "course", client[0].hex(), said["amended"]["last"], said["amended"]["digest"])


def persons_own(db, namespace, said, body, signature, public_key):
    known = db.execute("SELECT 1 FROM person_key WHERE person = ? AND public_key = ?", (bytes.fromhex(said["person"]), public_key))
    try:
        verify_signature(public_key, namespace, body, signature)
    except Damaged:
        return False
    return known.fetchone() is not None


def signature_holds(db, about, body, signature, public_key):
    said = canonical(body)
    if set(said) - {"role", "rows"} != STATEMENT or said.get("role", "peer") not in ROLES or said["v"] != 1 or about != f"{said['about']}/{said['id']}" or said["about"] not in LISTS:
        return False
    own = persons_own(db, "holdfast/record/1", said, body, signature, public_key)
    entry = said["about"] == "session" and (said["part"] or "").startswith("entry/")
    if "rows" in said or entry:
        there = "rows" in said and own_rows_as_said(db, said)
    else:
        there = rows_as_said(db, said["about"], said["id"], said["last"], said["digest"])
    return own and there and amended_as_said(db, said)


def taken_back(vault, said, body):
    """When and why the reviewer who signed took back what they had accepted; None: it stands, or their thread is not here or cannot be read."""
    read = (said["part"] or "").split("/")
    if said["meaning"] != "reviewer" or read[0] != "packet":
        return None
    for (packet,) in vault.record.execute("SELECT body FROM packet ORDER BY rowid").fetchall():
        row = canonical(packet)
        if row["digest"] != read[1]:
            continue
        try:
            rows = thread_rows(vault, bytes.fromhex(row["thread"]))
        except Damaged:
            return None
        own = sorted((one for one in (rows or {}).values() if one["by"] == said["person"]), key=lambda one: one["n"])
        signed = [one["n"] for one in own if one["event"].get("body", "").encode() == body]
        later = [one for one in own if signed and one["n"] > signed[0] and one["event"]["event"] in ("returned", "decision_withdrawn")]
        return {"reason": later[0]["event"]["reason"], "wall_ms": later[0]["wall_ms"]} if later else None
    return None


def read_signatures(vault, threads):
    """Threads came into the record with its fourth schema: before it nobody reviewed."""
    db, told = vault.record, []
    for number, about, body, signature, key in db.execute("SELECT number, about, body, signature, public_key FROM signature ORDER BY number").fetchall():
        said = canonical(body)
        holds = number == len(told) + 1 and signature_holds(db, about, body, signature, key)
        told.append({"about": said["about"], "part": said["part"], "meaning": said["meaning"], "initials": said["initials"], "holds": holds, "taken_back": taken_back(vault, said, body) if threads else None})
    return told


def ends_as_said(db, said):
    """Whether a session that was locked or unlocked still ends in the row that was said: nothing is added after its end."""
    if said["about"] != "session":
        return True
    rows = f"SELECT max(seq) FROM ({LISTS['session'][1]}) WHERE list = ?"
    return db.execute(rows, (bytes.fromhex(said["id"]),)).fetchone()[0] == said["last"]


def read_locks(db):
    told = []
    columns = "number, about, part, locked, body, signature, public_key"
    for number, about, part, locked, body, signature, key in db.execute(f"SELECT {columns} FROM record_lock ORDER BY number").fetchall():
        said = canonical(body)
        there = set(said) == LOCK and said["v"] == 1 and ends_as_said(db, said) and about == f"{said['about']}/{said['id']}" and (said["part"] or "", int(said["locked"])) == (part, locked)
        holds = there and number == len(told) + 1 and persons_own(db, "holdfast/lock/1", said, body, signature, key)
        told.append({"about": said["about"], "part": said["part"], "locked": bool(locked), "initials": said["initials"], "holds": holds})
    return told


def read_licences(db):
    """Everybody's licence as it stands, by person."""
    told = {}
    for person, revision, body in db.execute("SELECT person, revision, body FROM licence ORDER BY person, revision").fetchall():
        said = canonical(body)
        if set(said) != set("v person number jurisdiction until wall_ms".split()) or said["v"] != 1 or said["person"] != person.hex():
            raise Damaged("a licence is not that of its person")
        told[person] = {"person": person.hex(), "number": said["number"], "jurisdiction": said["jurisdiction"], "until": said["until"], "revision": revision}
    return list(told.values())


def read_duties(db):
    """The log of trainings and delegated tasks, by person and line."""
    told = []
    for person, line, body in db.execute("SELECT person, line, body FROM duty ORDER BY person, line").fetchall():
        said = canonical(body)
        if set(said) != set("v person line duty entered_by wall_ms".split()) or (said["v"], said["person"], said["line"]) != (1, person.hex(), line):
            raise Damaged("a line about a person is not where it was written")
        told.append({"person": person.hex(), "line": line, **said["duty"]})
    return told


def read_inspections(db):
    """Who was let in to look, why and until when, by person and line."""
    told = []
    for person, line, body in db.execute("SELECT person, line, body FROM inspection ORDER BY person, line").fetchall():
        said = canonical(body)
        if set(said) != set("v person line reason until given_by glass wall_ms".split()) or (said["v"], said["person"], said["line"]) != (1, person.hex(), line):
            raise Damaged("an inspection is not where it was written")
        told.append({"person": person.hex(), "reason": said["reason"], "until": said["until"], "given_by": said["given_by"], "glass": said["glass"]})
    return told


def read_threads(vault):
    """Each thread with the words of its rows, by author and count; those of others lie in the packets they came in."""
    told = []
    for (packet,) in vault.record.execute("SELECT id FROM packet WHERE id = thread ORDER BY rowid").fetchall():
        try:
            told.append(read_thread(vault, packet))
        except Damaged as damaged:
            told.append({"thread": packet.hex(), "damaged": str(damaged)})
    return told


def thread_key(vault, packet):
    """None: it was destroyed."""
    found = vault.record.execute("SELECT p.client, k.wrapped FROM packet p LEFT JOIN client_key k ON k.client = p.client WHERE p.id = ?", (packet,)).fetchone()
    return None if found[1] is None else vault.unwrap_client_key(*found)


def read_thread(vault, packet):
    key = thread_key(vault, packet)
    if key is None:
        return {"thread": packet.hex(), "rows": None}
    rows, sessions, courses = rows_within(vault.record, key, packet)
    return {"thread": packet.hex(), "sessions": sessions, "courses": courses, "rows": sorted(row["event"]["event"] for row in rows.values())}


def thread_rows(vault, packet):
    """The rows of a thread, by author and count; None: its key was destroyed."""
    key = thread_key(vault, packet)
    return None if key is None else rows_within(vault.record, key, packet)[0]


def rows_within(db, key, packet):
    rows, sessions, courses = {}, 0, 0
    own = db.execute("SELECT seq, sealed FROM review_event WHERE thread = ? ORDER BY seq", (packet,)).fetchall()
    for seq, sealed in own:
        said = canonical(open_sealed(key, associated("review_event", packet + struct.pack(">Q", seq), 1), sealed))
        rows[(said["row"]["by"], said["row"]["n"])] = said["row"]
    for (one,) in db.execute("SELECT id FROM packet WHERE thread = ? ORDER BY rowid", (packet,)).fetchall():
        for seq, sealed in db.execute("SELECT seq, sealed FROM packet_part WHERE packet = ? ORDER BY seq", (one,)).fetchall():
            plain = open_sealed(key, associated("packet_part", one + struct.pack(">Q", seq), 1), sealed)
            kind, version = struct.unpack(">HH", plain[:4])
            if version != 1 and (kind, version) != (3, 2):
                raise Damaged("a part of a packet is newer")
            sessions += kind == 2
            courses += kind == 5
            for row in foreign(plain[4:])["rows"] if kind == 3 else []:
                rows.setdefault((row["by"], row["n"]), row)
    return rows, sessions, courses


# --- cards and packets: V12, V13 ------------------------------------------------------------------------------------------------------

TURNS = {0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)}


def is_line(text):
    return not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or ord(c) in TURNS for c in text)


def is_name(name):
    return bool(name.strip()) and len(name.encode()) <= 200 and is_line(name)


def fingerprint(person, recipient, key):
    words = (Path(__file__).parents[2] / "src-tauri/crates/vault/src/passphrase/words.txt").read_text().split()
    bits = int.from_bytes(hashlib.sha256(b"holdfast/fingerprint/1" + person + recipient + key).digest(), "big")
    return " ".join(words[bits >> (256 - 11 * (n + 1)) & 2047] for n in range(6))


def read_card(text):
    lines = text.split("\n")
    role = ["role"] if lines[0] == "holdfast-card/2" else []
    names = ["person", "name", *role, "recipient", "key", "signature"]
    known = lines[0] in ("holdfast-card/1", "holdfast-card/2")
    if len(text.encode()) > 2048 or not known or len(lines) != len(names) + 2 or lines[-1]:
        raise Refused("not a card")
    said = {}
    for name, line in zip(names, lines[1:-1], strict=True):
        if not line.startswith(name + " "):
            raise Refused("not a card")
        said[name] = line[len(name) + 1 :]
    key, signature = bytes.fromhex(said["key"]), bytes.fromhex(said["signature"])
    if not is_name(said["name"]) or said["key"] != key.hex() or said["signature"] != signature.hex():
        raise Refused("not a card")
    if role and not re.fullmatch("[a-z_]{1,32}", said["role"]):
        raise Refused("not a card")
    body = "\n".join(lines[: len(names)]) + "\n"
    verify_signature(key, "holdfast/card/1", body.encode(), signature)
    return said, fingerprint(bytes.fromhex(said["person"]), said["recipient"].encode(), key)


class Verdict(Exception):
    """Why a packet is not read, in one word."""


class Inside:
    def __init__(self, data, short):
        self.data, self.at, self.short = data, 0, short

    def take(self, count):
        if self.at + count > len(self.data):
            raise Verdict(self.short)
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def text(self, most):
        length = self.number(2)
        if length > most:
            raise Verdict("limit")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            raise Verdict("field") from None


def read_manifest(data, version):
    m = Inside(data, "field")
    said = {"packet": m.take(16).hex(), "vault": m.take(16).hex(), "kind": m.number(1), "thread": m.take(16).hex()}
    said["created"], said["zone"] = struct.unpack(">qh", m.take(10))
    (said["expires"],), said["redaction"] = struct.unpack(">q", m.take(8)), m.number(1)
    said["author"], said["name"] = m.take(16).hex(), m.text(200)
    said["recipient"], count = m.take(62).decode("ascii", "replace"), m.number(1)
    if not 1 <= count <= 16:
        raise Verdict("limit")
    role = 1 if version >= 2 else 0
    said["readers"] = [(m.take(62).decode("ascii", "replace"), m.number(8), m.take(32), m.number(role)) for _ in range(count)]
    if version == 2 and not any(reader[3] for reader in said["readers"]):
        raise Verdict("field")
    said["purpose"], said["checkpoint"], count = m.text(1000), m.text(1024), m.number(4)
    if count > 10_000:
        raise Verdict("limit")
    said["parts"] = [(m.number(2), m.number(2), m.number(8), m.take(32)) for _ in range(count)]
    if m.at != len(data):
        raise Verdict("field")
    if any(length > 1 << 24 for _, _, length, _ in said["parts"]) or sum(part[2] for part in said["parts"]) > 1 << 29:
        raise Verdict("limit")
    names = [reader[0] for reader in said["readers"]]
    first = all(seq > 0 and (seq == 1) == (before == bytes(32)) for _, seq, before, _ in said["readers"])
    if not is_name(said["name"]) or len(set(names)) != len(names) or not first or not is_line(said["purpose"]):
        raise Verdict("field")
    return said


def read_packet(data, recipient):
    """What lies inside a packet, for the person of this recipient: the manifest and the parts."""
    p = Inside(data, "truncated")
    front = Inside(p.take(16), "truncated")
    if front.take(8) != b"HFPACKET":
        raise Verdict("not_a_packet")
    version, min_reader, length = front.number(2), front.number(2), front.number(4)
    if min_reader > 2 or 0 < version < min_reader:
        raise Verdict("newer")
    if not version or not min_reader:
        raise Verdict("field")
    if length > 1 << 20:
        raise Verdict("limit")
    manifest, key = p.take(length), p.take(32)
    digest, signature = hashlib.sha256(data[: p.at]).digest(), p.take(64)
    try:
        verify_signature(key, "holdfast/packet/1", digest, signature)
    except (Damaged, ValueError):
        raise Verdict("signature") from None
    said = read_manifest(manifest, version)
    if recipient not in [reader[0] for reader in said["readers"]]:
        raise Verdict("forwarded")
    parts = []
    for index, (kind, version, length, sha256) in enumerate(said["parts"]):
        if p.number(4) != index or p.number(8) != length:
            raise Verdict("field")
        part = p.take(length)
        if hashlib.sha256(part).digest() != sha256:
            raise Verdict("damaged")
        parts.append((kind, version, part))
    if p.at != len(data):
        raise Verdict("trailing")
    return said, parts


def age_opens(identity, data):
    """What the stock `age` program makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        key, sealed = Path(folder) / "identity", Path(folder) / "sealed"
        key.write_text(identity + "\n")
        sealed.write_bytes(data)
        return subprocess.run(["age", "-d", "-i", key, sealed], check=True, capture_output=True).stdout


def check_packets(v):
    recipient = v["reader"]["recipient"]
    for case in v["cases"]:
        try:
            read_packet(bytes.fromhex(case["inside"]), recipient)
            verdict = "opens"
        except Verdict as word:
            verdict = str(word)
        assert verdict == case["expect"], f"{case['name']}: {verdict}, expected {case['expect']}"
    identity = packet_identity(bytes.fromhex(v["reader"]["person"]), bytes.fromhex(v["reader"]["seed"]))
    assert identity.decode() == v["reader"]["identity"]
    assert age("age-keygen", ["-y"], identity).strip().decode() == recipient
    assert age_opens(v["reader"]["identity"], bytes.fromhex(v["sealed"])).hex() == v["cases"][0]["inside"]
    card, words = read_card(v["card"]["text"])
    assert (words, card.get("role")) == (v["card"]["words"], v["card"].get("role"))


def packet_identity(person_id, seed):
    return bech32(b"age-secret-key-", hkdf(b"", seed, b"holdfast/packet-identity/1" + person_id, 32)).upper()


def describe_masters(vault, identity):
    """Of the sealed master keys in the header: how many this identity opens, and how many the person's own of their slots."""

    def opens(identity, sealed):
        try:
            return bool(unseal(identity, sealed))
        except Damaged:
            return False

    sealed = [one for slot in vault.header.slots for one in slot.sealed]
    given = Path(identity).read_bytes().strip()
    return {
        "is_packet_identity": given == packet_identity(vault.opened.person_id, vault.opened.signing.private_bytes_raw()),
        "given": sum(opens(given, one) for one in sealed),
        "own": sum(opens(vault.opened.identity, one) for one in sealed),
        "sealed": len(sealed),
    }


COURSE = set("v course code protocol last digest digests process_notes_left_out people pieces signatures rows".split())
PIECE = set("part title on signed locked outside owed".split())


def rows_of_part(rows, part):
    """Numbers of the rows that make a part of a course: S8."""
    words, found = part.split("/"), set()
    for row in rows:
        said = row["event"]
        name = said["event"]
        if name == "struck" or (name == "amended" and said["session"] is None):
            of = said["seq"] in found
        elif words[0] == "call":
            of = name in ("contact_made", "contact_not_reached") and (said["after"], str(said["day"])) == (words[1], words[2])
        elif words[0] == "adverse":
            of = row["seq"] == int(words[1]) if name == "adverse_noted" else said.get("adverse") == int(words[1])
        elif words[0] == "gate":
            of = name == "gate_overridden" and said["gate"] == words[1]
        elif name == "practice_agreed":
            of = said["insight"] in found
        else:
            of = said.get("visit") == part and name != "adverse_noted"
        if of:
            found.add(row["seq"])
    return found


def read_excerpt(part):
    """Parts of a course in a packet, and what of the signatures under them holds for a reader without the record."""
    said = foreign(part)
    if set(said) != COURSE or said["v"] != 1 or any(set(piece) != PIECE for piece in said["pieces"]):
        raise Damaged("parts of a course in another form")
    seqs = [row["seq"] for row in said["rows"]]
    pieces = {piece["part"]: rows_of_part(said["rows"], piece["part"]) for piece in said["pieces"]}
    told = set().union(*pieces.values())
    whole = len(pieces) == len(said["pieces"]) and all(pieces.values()) and told == set(seqs)
    if seqs != sorted(set(seqs)) or not seqs or seqs[-1] > said["last"] or not whole:
        raise Damaged("rows of a course that belong to no part, or are not in order")
    digests = {reach["last"]: reach["digest"] for reach in said["digests"]}
    hold = 0
    for one in said["signatures"]:
        body = canonical(one["body"].encode())
        verify_signature(bytes.fromhex(one["key"]), "holdfast/record/1", one["body"].encode(), bytes.fromhex(one["signature"]))
        # A reviewer names the packet that they read before the part.
        part = body["part"].split("/", 2)[2:] if body["meaning"] == "reviewer" else [body["part"]]
        fits = (body["about"], body["id"]) == ("course", said["course"]) and part and part[0] in pieces
        hold += bool(fits) and digests.get(body["last"]) == body["digest"]
    return {"code": said["code"], "parts": sorted(pieces), "rows": len(seqs), "signatures_hold": hold}


def describe_packet(file, identity):
    recipient = subprocess.run(["age-keygen", "-y", identity], check=True, capture_output=True, text=True).stdout.strip()
    said, parts = read_packet(age_opens(Path(identity).read_text().strip(), Path(file).read_bytes()), recipient)
    sessions = [foreign(part) for kind, _, part in parts if kind == 2]
    courses = [read_excerpt(part) for kind, _, part in parts if kind == 5]
    return {
        "author": said["name"],
        "purpose": said["purpose"],
        "checkpoint": said["checkpoint"].split("\n")[0],
        "parts": [kind for kind, _, _ in parts],
        "courses": courses,
        "sessions": [{"code": one["code"], "rows": len(one["rows"]), "last": one["last"]} for one in sessions],
    }


def read_record(vault):
    version = vault.record.execute("PRAGMA user_version").fetchone()[0]
    if version not in (1, 2, 3, 4, 5, 6, 7, 8):
        raise Refused(f"the record has schema {version}")
    return {
        "vault_id": vault.header.vault_id.hex(),
        "training": vault.header.training,
        "clients": read_clients(vault),
        "audit": verify_record(vault.record, vault.header.vault_id),
        "signatures": read_signatures(vault, version > 3) if version > 2 else [],
        "locks": read_locks(vault.record) if version > 4 else [],
        "threads": read_threads(vault) if version > 3 else [],
        "licences": read_licences(vault.record) if version > 5 else [],
        "duties": read_duties(vault.record) if version > 5 else [],
        "inspections": read_inspections(vault.record) if version > 6 else [],
    }


# --- the vectors ----------------------------------------------------------------------------------------------------------------------


def judge(data, note):
    okm = bytes.fromhex(note["wrap_key_and_commit"])
    try:
        header = parse_header(data)
        if note["slot"] >= len(header.slots):
            raise Wrong("no such slot")
        opened = open_slot(header, header.slots[note["slot"]], okm)
        if not opened.speaks_for(header):
            raise Damaged("the header is damaged (MAC)")
    except Refused:
        return "refused", None, None
    except Damaged:
        return "damaged", None, None
    except Wrong:
        return "wrong", None, None
    return "opens", header, opened


def check_header_vector(path):
    note = json.loads(path.with_suffix(".json").read_text())
    verdict, header, opened = judge(path.read_bytes(), note)
    assert verdict == note["expect"], f"{path.name}: {verdict}, expected {note['expect']}"
    if verdict != "opens":
        return
    assert header.vault_id.hex() == note["vault_id"] and header.seq == note["header_seq"]
    assert header.training == note["training"] and opened.person_id.hex() == note["person_id"]
    for keys, expected in zip(opened.keys, note["epochs"], strict=True):
        assert (keys.epoch, keys.master.hex()) == (expected["epoch"], expected["master_key"])
        assert keys.database.hex() == expected["database_key_and_salt"]
        assert keys.header.hex() == expected["header_key"] and keys.head.hex() == expected["head_key"]
        assert keys.client.hex() == expected["client_key"]
    if "passphrase" in note:
        secret = unicodedata.normalize("NFKC", note["passphrase"]).encode()
    else:
        secret = bytes.fromhex(note.get("recovery_code_bytes") or note["access_code_bytes"])
    assert wrap_key_and_commit(secret, opened.slot).hex() == note["wrap_key_and_commit"], path.name


def check_values(v):
    x = bytes.fromhex
    code = v["recovery_code"]
    assert recovery_code_on_paper(x(code["bytes"])) == code["paper"]
    assert parse_recovery_code(code["paper"].lower().replace("-", "").replace("0", "o").replace("1", "l")) == x(code["bytes"])
    s = v["sealed"]
    place = associated(s["table"], x(s["row"]), s["version"])
    assert open_sealed(x(s["key"]), place, x(s["sealed"])).decode() == s["plaintext"]
    c = v["client_key"]
    assert unwrap_client_key(x(c["wrapping_key"]), x(c["client_id"]), x(c["wrapped"])) == x(c["key"])
    chain = v["chain"]
    rows = [(n, e.encode(), x(d)) for n, (e, d) in enumerate(zip(chain["entries"], chain["digests"], strict=True), 1)]
    assert verify_chain(x(chain["vault_id"]), rows) == (len(rows), rows[-1][2])
    p = v["checkpoint"]
    point = x(p["vault_id"]), p["seq"], x(p["digest"])
    assert verify_checkpoint(p["note"], x(p["public_key"])) == (*point, x(p["signer"]))
    assert short_code(*point) == p["short_code"]
    g = v["signature"]
    verify_signature(x(g["public_key"]), g["namespace"], g["text"].encode(), x(g["signature"]))
    assert pin_matches(v["pin"]["pin"], x(v["pin"]["kept"])) and not pin_matches("4072", x(v["pin"]["kept"]))
    h = v["head"]
    said = parse_head(x(h["file"]), x(h["key"]), x(h["vault_id"]))
    assert all(said[name] == h[name] for name in said)


def check_vectors(folder):
    count = 0
    for kind in ("valid", "invalid"):
        for path in sorted((Path(folder) / kind).glob("*.hdr")):
            check_header_vector(path)
            count += 1
    check_values(json.loads((Path(folder) / "valid" / "values.json").read_text()))
    for name in ("packets.json", "packets-roles.json"):
        check_packets(json.loads((Path(folder) / "valid" / name).read_text()))
    check_vault(Path(folder) / "valid" / "small-vault")
    assert count >= 50, f"only {count} vectors were found"
    print(f"{count + 2} vectors hold")


def check_vault(folder):
    passphrase, code = folder.with_suffix(".secrets").read_text(encoding="utf-8").splitlines()
    for secret, kind in ((passphrase.encode(), 1), (parse_recovery_code(code), 2)):
        with Vault(folder, secret, kind) as vault:
            said = describe(vault)
            assert said["training"] and said["tables"] == ["t"] and said["handle"] == "ML", said
            assert said["head"]["audit_head"] == genesis(vault.header.vault_id).hex()
            assert vault.record.execute("SELECT sum(x) FROM t").fetchone() == (3,)
    try:
        Vault(folder, b"another passphrase", 1)
    except Wrong:
        return
    raise AssertionError("a wrong passphrase opened the vault")


# --- the program ----------------------------------------------------------------------------------------------------------------------


def describe(vault):
    tables = [row[0] for row in vault.record.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {
        "vault_id": vault.header.vault_id.hex(),
        "training": vault.header.training,
        "header_seq": vault.header.seq,
        "epoch": vault.keys.epoch,
        "header_copies": vault.copies,
        "person_id": vault.opened.person_id.hex(),
        "handle": vault.opened.slot.handle,
        "public_key": vault.opened.slot.verifier.hex(),
        "head": vault.head(),
        "tables": tables,
    }


def secrets(vault, secret):
    """Every key that an open vault holds, in hex: what a search of its memory looks for."""
    wrapped = vault.record.execute("SELECT client, wrapped FROM client_key ORDER BY rowid").fetchall()
    return {
        "passphrase": secret.hex(),
        "signing seed": vault.opened.signing.private_bytes_raw().hex(),
        "master key": vault.keys.master.hex(),
        "database key": vault.keys.database[:32].hex(),
        "header key": vault.keys.header.hex(),
        "head key": vault.keys.head.hex(),
        "key of client keys": vault.keys.client.hex(),
        "a client's key": vault.unwrap_client_key(*wrapped[0]).hex(),
    }


def main():
    parser = argparse.ArgumentParser(description="reads a vault from its specification alone")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("open", "record", "secrets"):
        opening = verbs.add_parser(verb)
        opening.add_argument("folder")
        opening.add_argument("--recovery", action="store_true")
        opening.add_argument("--secret-file")
    verbs.add_parser("vectors").add_argument("folder")
    packet = verbs.add_parser("packet")
    packet.add_argument("file")
    packet.add_argument("identity")
    masters = verbs.add_parser("masters")
    masters.add_argument("folder")
    masters.add_argument("identity")
    masters.add_argument("--recovery", action="store_true")
    masters.add_argument("--secret-file")
    arguments = parser.parse_args()
    if arguments.verb == "packet":
        json.dump(describe_packet(arguments.file, arguments.identity), sys.stdout, indent=2)
        return print()
    if arguments.verb == "vectors":
        return check_vectors(arguments.folder)
    if arguments.secret_file:
        typed = Path(arguments.secret_file).read_text(encoding="utf-8")
    else:
        typed = sys.stdin.read()
    typed = typed.removesuffix("\n")
    if arguments.recovery:
        secret, kind = parse_recovery_code(typed), 2
    else:
        secret, kind = unicodedata.normalize("NFKC", typed).encode(), 1
    with Vault(arguments.folder, secret, kind) as vault:
        tell = {
            "open": describe,
            "record": read_record,
            "secrets": lambda vault: secrets(vault, secret),
            "masters": lambda vault: describe_masters(vault, arguments.identity),
        }
        said = tell[arguments.verb](vault)
        json.dump(said, sys.stdout, indent=2)
        print()


if __name__ == "__main__":
    os.umask(0o077)
    try:
        main()
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(failure.code)

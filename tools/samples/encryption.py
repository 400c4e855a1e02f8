# SPDX-License-Identifier: Apache-2.0
"""AES-256 as PDF 2.0 has it (ISO 32000-2, 7.6.4, revision 6), in the shape reportlab asks of an encryption.

reportlab itself stops at the withdrawn revision 5. The salts, the key and the vectors come from a fixed seed, so that
the sample keeps its bytes; do not use this for anything that is to be kept secret.
"""
import random
from hashlib import sha256, sha384, sha512

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from reportlab.lib.pdfencrypt import StandardEncryption, hexText
from reportlab.pdfbase.pdfdoc import DummyDoc, PDFDictionary, PDFName, PDFObject

PERMISSIONS = -1  # everything is allowed to whoever knows the password


def _aes(key, mode, data):
    encryptor = Cipher(AES(key), mode).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _hash(password, salt, user=b""):
    """Algorithm 2.B: at least 64 rounds, until the last byte of the ciphertext is no larger than the round less 32."""
    key, count, last = sha256(password + salt + user).digest(), 0, 0
    while count < 64 or last > count - 32:
        block = _aes(key[:16], CBC(key[16:32]), (password + key + user) * 64)
        digest = (sha256, sha384, sha512)[sum(block[:16]) % 3]
        key, last, count = digest(block).digest(), block[-1], count + 1
    return key[:32]


class _Dictionary(PDFObject):
    __RefOnly__ = 1

    def __init__(self, entries):
        self.entries = entries

    def format(self, _):
        return PDFDictionary(self.entries).format(DummyDoc())


class Aes256(StandardEncryption):
    def __init__(self, user, owner):
        super().__init__(user, owner, strength=128)
        self.random = random.Random(256)

    def prepare(self, document, overrideID=None):
        user, owner, zeros = self.userPassword.encode(), self.ownerPassword.encode(), CBC(bytes(16))
        document.ID()
        self.key = self.random.randbytes(32)
        salts = [self.random.randbytes(8) for _ in range(4)]
        self.U = _hash(user, salts[0]) + salts[0] + salts[1]
        self.UE = _aes(_hash(user, salts[1]), zeros, self.key)
        self.O = _hash(owner, salts[2], self.U) + salts[2] + salts[3]
        self.OE = _aes(_hash(owner, salts[3], self.U), zeros, self.key)
        permissions = PERMISSIONS.to_bytes(8, "little", signed=True) + b"Tadb" + self.random.randbytes(4)
        self.Perms = _aes(self.key, ECB(), permissions)
        self.objnum = self.version = None
        self.prepared = 1

    def encode(self, t):
        data = t.encode("latin-1") if isinstance(t, str) else t
        padding = 16 - len(data) % 16
        vector = self.random.randbytes(16)
        return vector + _aes(self.key, CBC(vector), data + bytes([padding]) * padding)

    def info(self):
        method = PDFDictionary({"Length": 32, "AuthEvent": PDFName("DocOpen"), "CFM": PDFName("AESV3")})
        strings = {name: hexText(getattr(self, name)) for name in ("O", "OE", "U", "UE", "Perms")}
        return _Dictionary({"Filter": PDFName("Standard"), "V": 5, "R": 6, "Length": 256, "P": PERMISSIONS,
                            "CF": PDFDictionary({"StdCF": method}), "StmF": PDFName("StdCF"),
                            "StrF": PDFName("StdCF"), **strings})

# SPDX-License-Identifier: GPL-3.0-or-later
"""The token lies in the system's keyring; a machine without one says so and goes on."""

import keyring
import keyring.backend
import keyring.errors
import pytest

from musicstudio.core.errors import InputError, StorageError
from musicstudio.model_store.tokens import forget_token, hub_token, keep_token


class Memory(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class Broken(Memory):
    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked("locked")

    set_password = delete_password = get_password


@pytest.fixture(params=[Memory, Broken])
def ring(request):
    before, now = keyring.get_keyring(), request.param()
    keyring.set_keyring(now)
    yield now
    keyring.set_keyring(before)


def test_it_is_kept_found_and_forgotten(ring):
    if isinstance(ring, Broken):
        assert hub_token() == ""
        with pytest.raises(StorageError, match="does not take the token"):
            keep_token("hf_abc")
        with pytest.raises(StorageError, match="does not give the token up"):
            forget_token()
        return
    keep_token("  hf_abc\n")
    assert hub_token() == "hf_abc"
    forget_token()
    assert hub_token() == ""


@pytest.mark.parametrize("text", ["", "   ", "a b", "hf_\r\nX-Evil: 1", "ü" * 10, "x" * 1000])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(InputError, match="no token"):
        keep_token(text)

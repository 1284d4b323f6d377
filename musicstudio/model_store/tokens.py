# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's token for the model hub, in the keyring of the system and nowhere else."""

from musicstudio.core.errors import InputError, StorageError

_SERVICE, _NAME = "MusicStudio", "model-hub"
_LONGEST = 500


def hub_token() -> str:
    """The token, or empty. A machine without a keyring has none."""
    try:
        import keyring

        return keyring.get_password(_SERVICE, _NAME) or ""
    except Exception:  # each system's keyring fails in its own way; fetching open models must go on
        return ""


def keep_token(token: str) -> None:
    """Put a token into the keyring. Raises `InputError`, or `StorageError` where there is no keyring."""
    text = token.strip()
    if not text or len(text) > _LONGEST or not (text.isascii() and text.isprintable()) or " " in text:
        raise InputError("This is no token; copy it whole from the settings of your account.")
    try:
        import keyring

        keyring.set_password(_SERVICE, _NAME, text)
    except Exception as error:
        raise StorageError(f"The system's keyring does not take the token ({type(error).__name__}).") from error


def forget_token() -> None:
    """Take the token out of the keyring again. Raises `StorageError`."""
    try:
        import keyring

        if keyring.get_password(_SERVICE, _NAME) is not None:
            keyring.delete_password(_SERVICE, _NAME)
    except Exception as error:
        raise StorageError(f"The system's keyring does not give the token up ({type(error).__name__}).") from error

# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds derived from seeds: each stage and each cell draws its own numbers, the same on every run and machine."""

import hashlib

MAX_SEED = 2**31 - 1


def derive_seed(seed: int, *labels: str | int) -> int:
    """A seed for one named use of ``seed`` (0 to 2**31-1), independent of Python's hash seed.

    Changing what one label draws never disturbs another label, so a regenerated bass leaves the drums alone.

    Parameters
    ----------
    seed : int
    *labels : str or int
        What it is for.

    Returns
    -------
    int, 0 to 2**31 - 1
    """
    text = "/".join([str(seed), *map(str, labels)])
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (MAX_SEED + 1)

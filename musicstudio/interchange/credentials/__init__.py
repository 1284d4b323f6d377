# SPDX-License-Identifier: GPL-3.0-or-later
"""Content Credentials (C2PA): who made a file, signed so that any change to it can be seen.

Start at `signing`. The signature is the user's own: a stranger's program can tell that nothing was changed, and not who
the signer is. c2pa reads whole files into memory, so it runs in a process of its own.
"""

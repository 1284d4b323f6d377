# SPDX-License-Identifier: GPL-3.0-or-later
"""Many pieces of work from one list: `rows` reads it, `tasks` makes commands of it, `worker` does one, `pools` all."""

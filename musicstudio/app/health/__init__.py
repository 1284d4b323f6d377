# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this machine can do what the studio wants of it: one sentence a finding, and a report to be copied."""

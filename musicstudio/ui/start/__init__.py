# SPDX-License-Identifier: GPL-3.0-or-later
"""What an empty song shows: sentences to begin with, purposes, songs of before."""

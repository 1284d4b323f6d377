# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of the lead sheet network: `prepare`, `train`, `evaluate`, run as ``python -m
scripts.train_leadsheet.<step>``.
"""

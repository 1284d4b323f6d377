# SPDX-License-Identifier: GPL-3.0-or-later
"""A door for assistants (Model Context Protocol over stdin and stdout): the studio's own commands, one step a call."""

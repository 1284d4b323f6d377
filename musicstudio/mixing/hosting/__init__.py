# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects (VST3; Audio Units on macOS), each in a process of its own.

`scanning` finds them and asks each what it is; `hosted` is the device that sounds; `host_process` is the other end. A
plug-in that crashes, hangs or eats memory costs a sentence and a bypass.
"""

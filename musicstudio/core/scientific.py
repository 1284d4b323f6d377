# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of scipy that the studio uses, and pyloudnorm on top of them, loaded whole by one thread at a time.

They import one another in circles: two jobs that load different parts at the same moment fail in Python's importer. Who
waits for this module waits for all of them. Import it inside the function that needs it: it takes half a second.
"""

import pyloudnorm
from scipy.fft import irfft
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, uniform_filter1d
from scipy.signal import butter, sosfilt
from scipy.special import erf

__all__ = [
    "butter",
    "erf",
    "gaussian_filter1d",
    "irfft",
    "maximum_filter1d",
    "pyloudnorm",
    "sosfilt",
    "uniform_filter1d",
]

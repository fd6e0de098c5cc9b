"""What people say of doubtful readings: the queue of them, the file of corrections, and its use when a document is read again.

The doors are `read_corrections`, `write_correction` and `Corrector` here, and `review.queue`, `review.pictures` and
`review.server`, which need the store and are imported where they are used. How a cell was read is not known here.
"""

from review.applying import Corrector, corrector_of
from review.corrections import Correction, CorrectionsError, digests_of, latest_of, read_corrections, write_correction

__all__ = [
    "Correction",
    "CorrectionsError",
    "Corrector",
    "corrector_of",
    "digests_of",
    "latest_of",
    "read_corrections",
    "write_correction",
]

"""Frames to findings. The room's doors: `check` and `write_report`; it does not know how a table was read."""

from expectations.check import Checked, Outcome, check
from expectations.data_docs import drafted_data_docs, write_data_docs
from expectations.finding import Finding

__all__ = ["Checked", "Finding", "Outcome", "check", "drafted_data_docs", "write_data_docs"]

"""Frames to findings. The room's doors: `check`, `projects_to_reread` and `write_data_docs`; it does not know how a table was read."""

from expectations.check import Checked, Outcome, check
from expectations.data_docs import drafted_data_docs, write_data_docs
from expectations.finding import Finding
from expectations.reread import projects_to_reread
from expectations.suites import importing_gx

__all__ = ["Checked", "Finding", "Outcome", "check", "drafted_data_docs", "importing_gx", "projects_to_reread",
           "write_data_docs"]  # fmt: skip

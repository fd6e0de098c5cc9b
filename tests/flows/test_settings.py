"""Limits come from the command, else from the environment, else they are ours; a figure that is none is refused."""

from __future__ import annotations

import pytest

from flows.settings import SettingError, read_settings


def test_the_command_goes_before_the_environment() -> None:
    environ = {
        "JIXIAO_TIME_LIMIT": "7.5",
        "JIXIAO_MEMORY_LIMIT": "512",
        "JIXIAO_WORKERS": "3",
        "JIXIAO_PAGE_LIMIT": "30",
    }
    reading = read_settings(environ).reading
    assert (reading.seconds, reading.megabytes, reading.workers, reading.page_seconds) == (7.5, 512, 3, 30.0)
    reading = read_settings(environ, time_limit=9.0, memory_limit=300).reading
    assert (reading.seconds, reading.megabytes) == (9.0, 300)
    reading = read_settings({}).reading
    assert (reading.seconds, reading.megabytes, 1 <= reading.workers <= 8) == (120.0, 1024, True)


@pytest.mark.parametrize("text", ["fast", "0", "-1", "nan", "inf"])
def test_a_limit_that_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="JIXIAO_TIME_LIMIT is '.*'; give a number of at least 1"):
        read_settings({"JIXIAO_TIME_LIMIT": text})

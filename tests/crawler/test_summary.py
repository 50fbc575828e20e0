"""What an operator is told to look at when a crawl has ended."""

from crawler.summary import Tally


def ended(*failures: str):
    tally = Tally("run", "2026-01-01T00:00:00Z", ["site"])
    for kind in failures:
        tally.failed("site", kind)
    return tally.summary("2026-01-01T01:00:00Z", "finished")


def test_a_file_that_cannot_be_read_is_counted_and_no_alarm():
    summary = ended("encrypted", "corrupt", "timeout")
    assert summary.ok
    assert summary.failed == {"encrypted": 1, "corrupt": 1, "timeout": 1}


def test_a_crash_of_our_own_reader_is_something_to_look_at():
    (alarm,) = ended("crashed", "corrupt", "crashed").alarms
    assert "2 files crashed" in alarm

"""Counts what this process answers, and writes it down in the text format of Prometheus."""

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from stageline.queries.health import Health

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Metrics:
    """Fed on the event loop only, so it needs no lock. Several processes are told apart by the label `process`."""

    def __init__(self) -> None:
        self._requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._slower_than: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(SECONDS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests[method, route, status] += 1
        self._slower_than[route][bisect_left(SECONDS, seconds)] += 1
        self._seconds[route] += seconds

    def written(self, health: Health) -> str:
        return "\n".join([*self._of_requests(), *self._of_durations(), *_of_database(health), ""])

    def _of_requests(self) -> Iterator[str]:
        yield from _heading("stageline_requests_total", "counter", "Requests answered, by route and status.")
        for (method, route, status), count in sorted(self._requests.items()):
            yield _line(
                "stageline_requests_total", count, method=method, route=route, status=status, process=os.getpid()
            )

    def _of_durations(self) -> Iterator[str]:
        name = "stageline_request_seconds"
        yield from _heading(name, "histogram", "Time until the answer was sent, by route.")
        for route, counts in sorted(self._slower_than.items()):
            labels = {"route": route, "process": os.getpid()}
            sums = list(accumulate(counts))
            for bound, count in zip([*SECONDS, "+Inf"], sums, strict=True):
                yield _line(f"{name}_bucket", count, **labels, le=bound)
            yield _line(f"{name}_sum", round(self._seconds[route], 6), **labels)
            yield _line(f"{name}_count", sums[-1], **labels)


def _of_database(health: Health) -> Iterator[str]:
    """The same whichever process is asked."""
    lag = {name: consumer.behind for name, consumer in health.consumers.items()}
    yield from _gauge("stageline_jobs", "Jobs that wait or have failed.", "state", health.jobs)
    yield from _gauge("stageline_consumer_lag_events", "Events not read yet, by consumer.", "consumer", lag)
    yield from _heading("stageline_events_total", "counter", "Events that have happened.")
    yield _line("stageline_events_total", health.last_event_id)


def _gauge(name: str, words: str, label: str, values: Mapping[str, int]) -> Iterator[str]:
    yield from _heading(name, "gauge", words)
    for key, value in sorted(values.items()):
        yield _line(name, value, **{label: key})


def _heading(name: str, kind: str, words: str) -> Iterable[str]:
    return f"# HELP {name} {words}", f"# TYPE {name} {kind}"


def _line(name: str, value: float, **labels: object) -> str:
    said = ",".join(f'{key}="{str(label).translate(ESCAPES)}"' for key, label in labels.items())
    return f"{name}{{{said}}} {value}" if said else f"{name} {value}"

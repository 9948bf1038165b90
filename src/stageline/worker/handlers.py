"""What is done with each kind of job, and who reads the journal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from stageline.commands.actions import pushing, refilling  # noqa: F401 - they say how their batches are decided
from stageline.commands.actions.prompting import may_fill_a_gap, prompt_ready
from stageline.commands.batches import RUN_BATCH, give_up_batch, run_batch_slice
from stageline.commands.calendars.inviting import invite_people, is_of_activities
from stageline.commands.calendars.reminding import REMIND, plan_reminders, remind_people
from stageline.commands.letters.writing import SEND
from stageline.commands.notifications import is_told, tell_people
from stageline.commands.opportunities import mass  # noqa: F401 - it says how each kind of batch is decided
from stageline.commands.people.signing_in import forget_old_keys
from stageline.commands.targets.counting import CONSUMER, count_for_targets, has_targets, may_count
from stageline.commands.targets.watching import WATCH, let_time_pass
from stageline.domain.ids import BatchId
from stageline.storage.jobs import Payload
from stageline.storage.unit_of_work import Storage
from stageline.worker.dispatching import Consumer
from stageline.worker.mailing import MailServer, Postman

TIDY_UP = "tidy_up"

Run = Callable[[Storage, Payload, datetime], bool]
GiveUp = Callable[[Storage, Payload, datetime], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` says whether it wants to go on. It may be run again after a crash, so it keeps its own progress.

    `give_up` is called when it failed for good, for whoever has to know.
    """

    run: Run
    give_up: GiveUp | None = None


def _run_batch(storage: Storage, payload: Payload, at: datetime) -> bool:
    return run_batch_slice(storage, BatchId(payload["batch_id"]), at)


def _give_up_batch(storage: Storage, payload: Payload, at: datetime) -> None:
    give_up_batch(storage, BatchId(payload["batch_id"]), at)


def _tidy_up(storage: Storage, _payload: Payload, at: datetime) -> bool:
    with storage.writing() as work:
        work.jobs.forget(at)
        forget_old_keys(work, at)
    return False


def _watch_targets(storage: Storage, _payload: Payload, at: datetime) -> bool:
    return let_time_pass(storage, at)


HANDLERS: Mapping[str, Handler] = {
    RUN_BATCH: Handler(_run_batch, _give_up_batch),
    TIDY_UP: Handler(_tidy_up),
    WATCH: Handler(_watch_targets),
}


def handlers_with(mail: MailServer | None) -> Mapping[str, Handler]:
    """Whoever hands messages over needs to know where."""
    postman = Postman(mail)

    def remind(storage: Storage, _payload: Payload, at: datetime) -> bool:
        return remind_people(storage, at, is_mailing=mail is not None)

    return {**HANDLERS, SEND: Handler(postman.run, postman.give_up), REMIND: Handler(remind)}


CONSUMERS: Mapping[str, Consumer] = {
    "notifications": Consumer(tell_people, wants=is_told),
    "prompts": Consumer(prompt_ready, wants=may_fill_a_gap),
    "invitations": Consumer(invite_people, wants=is_of_activities),
    "reminders": Consumer(plan_reminders, wants=is_of_activities),
    CONSUMER: Consumer(count_for_targets, wants=may_count, is_needed=has_targets),
}

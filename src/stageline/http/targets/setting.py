"""Setting sales targets: one, the same for many, or copies of one."""

from litestar import Response, post
from litestar.params import JSONBody

from stageline.commands.targets.setting import NobodyChosen, copy_target, set_target, set_targets
from stageline.domain.ids import TargetId, UserId
from stageline.domain.opportunities.assigning import CannotOwn
from stageline.domain.people.user import UserNotFound
from stageline.domain.targets.target import InvalidTarget, TargetExists
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import PathId, Preview
from stageline.http.targets.answers import TargetsSet, targets_set
from stageline.http.targets.inputs import PeopleIn, TargetIn, TargetsIn, people_in
from stageline.queries.targets.foreseeing import NewTarget, show_new


@post(
    "/targets",
    sync_to_thread=True,
    status_code=201,
    responses=problems(InvalidTarget, UserNotFound, CannotOwn, TargetExists),
)
def post_target(data: JSONBody[TargetIn], acting: Acting, preview: Preview = False) -> Response[NewTarget]:
    """Set a sales goal for oneself, or for somebody whom one leads. What counts already shows at once."""
    user_id = UserId(data.user_id) if data.user_id else acting.asker.user_id
    with acting.writing(preview=preview) as work:
        target = set_target(work, data.wanted(), user_id, by=acting.by(), at=acting.at)
        return acting.answer(show_new(work, target, asker=acting.asker, at=acting.at), status=201)


@post("/targets/batches", sync_to_thread=True, status_code=200, responses=problems(NobodyChosen))
def post_targets(data: JSONBody[TargetsIn], acting: Acting, preview: Preview = False) -> Response[TargetsSet]:
    """Set the same for many people, one of their own for each; each is answered for: created, skipped or refused."""
    with acting.writing(preview=preview) as work:
        people = people_in(work, data, acting.asker)
        answers = set_targets(work, data.wanted(), people, by=acting.by(), at=acting.at)
        return acting.answer(targets_set(work, answers))


@post("/targets/{target_id:int}/copies", sync_to_thread=True, status_code=200, responses=problems(NobodyChosen))
def post_target_copies(
    target_id: PathId, data: JSONBody[PeopleIn], acting: Acting, preview: Preview = False
) -> Response[TargetsSet]:
    """Set the same for others, with its numbers from now on or one of their own; each is answered for."""
    with acting.writing(preview=preview) as work:
        people = people_in(work, data, acting.asker)
        answers = copy_target(work, TargetId(target_id), people, by=acting.by(), at=acting.at)
        return acting.answer(targets_set(work, answers))

"""What acts on opportunities can be refused for, as their routes document it."""

from stageline.commands.opportunities.mass import NamedTwiceInBatch, NotAClosing, StageNotFound
from stageline.commands.opportunities.opening import UnknownOwner
from stageline.domain.actions.leaving import ConfirmationRequired
from stageline.domain.batches.batch import BatchNotFound
from stageline.domain.contacts.contact import UnknownContact
from stageline.domain.opportunities.assigning import CannotOwn, OutsideYourTeam
from stageline.domain.opportunities.closing import UnknownReason
from stageline.domain.opportunities.confirming import (
    CriterionNotFound,
    EvidenceRequired,
    NotConfirmed,
    NotTheApprover,
)
from stageline.domain.opportunities.deleting import CloseInstead, NotDeleted, TooLateToRestore
from stageline.domain.opportunities.editing import ClosingIncomplete, OnlyWhenClosing, RequiredHere
from stageline.domain.opportunities.fields import InvalidFields
from stageline.domain.opportunities.gates import HardGaps, ReasonRequired, SoftGaps
from stageline.domain.opportunities.moving import ReopenRequired
from stageline.domain.opportunities.opening import NobodyNamed, NoProcess, ProcessNotOffered, StartsOpen
from stageline.domain.opportunities.opportunity import OpportunityChanged, ReadOnly
from stageline.domain.opportunities.placing import NotBesideIt
from stageline.domain.opportunities.reopening import NotAnOpenStage, NotAnOutcome, NotClosed
from stageline.domain.opportunities.team import ViewersOnlyLook
from stageline.domain.opportunities.undoing import NotTheLastMove, NotUndoable, TooLateToUndo
from stageline.domain.processes.process import ProcessNotFound, StageNotInProcess, StageUnavailable
from stageline.http.errors import problems

_STAGES = (StageNotInProcess, StageUnavailable)
_GATES = (HardGaps, SoftGaps, ReasonRequired)
_FIELDS = (InvalidFields, UnknownContact, UnknownReason, OnlyWhenClosing)
_PROOF = (CriterionNotFound, NotConfirmed, NotTheApprover, EvidenceRequired)
_BEGINNING = (NoProcess, ProcessNotOffered, StartsOpen, CannotOwn, NobodyNamed)

OPENING = problems(*_FIELDS, *_BEGINNING, *_STAGES, *_GATES, UnknownOwner, ProcessNotFound)
EDITING = problems(OpportunityChanged, *_FIELDS, ReadOnly, RequiredHere, ReasonRequired, ClosingIncomplete)
DELETING = problems(OpportunityChanged, CloseInstead)
RESTORING = problems(NotDeleted, TooLateToRestore)
DUPLICATING = problems(*_BEGINNING, *_GATES)
ASSIGNING = problems(OpportunityChanged, CannotOwn, OutsideYourTeam)
MOVING = problems(
    OpportunityChanged, ReopenRequired, ReadOnly, RequiredHere, ConfirmationRequired, *_FIELDS, *_STAGES, *_GATES,
    *_PROOF,
)  # fmt: skip
PLACING = problems(NotBesideIt, ReadOnly)
UNDOING = problems(NotUndoable, NotTheLastMove, TooLateToUndo)
REOPENING = problems(OpportunityChanged, NotClosed, NotAnOpenStage, ConfirmationRequired, *_STAGES, *_GATES)
CORRECTING = problems(OpportunityChanged, NotClosed, NotAnOutcome, UnknownReason, *_STAGES, *_GATES)
LOOKING = problems(StageNotInProcess)
PROVING = problems(*_PROOF, ReadOnly)
LINKING = problems(UnknownContact, ReadOnly)
TEAMING = problems(ViewersOnlyLook, StageNotInProcess)
MOVING_MANY = problems(StageNotFound, NamedTwiceInBatch, ReasonRequired, NotAClosing, *_STAGES)
ASSIGNING_MANY = problems(NamedTwiceInBatch)
EDITING_MANY = problems(NamedTwiceInBatch, InvalidFields)
UNDOING_MANY = problems(BatchNotFound, TooLateToUndo)

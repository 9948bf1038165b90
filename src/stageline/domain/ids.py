"""Ids that cannot be taken for one another; at run time each is a plain int."""

from typing import NewType

UserId = NewType("UserId", int)
SalesTeamId = NewType("SalesTeamId", int)
TokenId = NewType("TokenId", int)
AccountId = NewType("AccountId", int)
ContactId = NewType("ContactId", int)
ProcessId = NewType("ProcessId", int)
StageId = NewType("StageId", int)
CriterionId = NewType("CriterionId", int)
OpportunityId = NewType("OpportunityId", int)
EventId = NewType("EventId", int)
BatchId = NewType("BatchId", int)
JobId = NewType("JobId", int)
NotificationId = NewType("NotificationId", int)
NoteId = NewType("NoteId", int)
FileId = NewType("FileId", int)
ViewId = NewType("ViewId", int)
ActionId = NewType("ActionId", int)
ActivityId = NewType("ActivityId", int)

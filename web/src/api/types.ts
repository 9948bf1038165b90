/** Short names for what the server answers. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['ShownSession'];
export type Organisation = Schemas['Organisation'];
export type Board = Schemas['Board'];
export type Column = Schemas['Column'];
export type Watch = Schemas['Watch'];
export type Card = Schemas['Card'];
export type CardPage = Schemas['Cards'];
export type Total = Schemas['Total'];
export type StageRef = Schemas['StageShown'];
export type OpportunityRecord = Schemas['Record'];
export type PathStep = Schemas['PathStep'];
export type Missing = Schemas['Gap'];
export type MoveOption = Schemas['Plan'];
export type MoveOptions = Schemas['Options'];
export type MoveBody = Schemas['MoveIn'];
export type Changed = Schemas['Changed'];
export type PastMove = Omit<Schemas['PastMove'], 'gaps'> & { gaps: Missing[] };
export type Guidance = Schemas['Guidance'];
export type GuidanceCriterion = Schemas['CriterionShown'];
export type KeyField = Schemas['KeyField'];
export type NewOpportunity = Schemas['OpportunityIn'];
export type EditOpportunity = Schemas['EditIn'];
export type CorrectOutcome = Schemas['CorrectIn'];
export type DealTeamPlace = Schemas['MemberIn'];
export type TeamMember = Schemas['TeamMember'];
export type LinkedContact = Schemas['LinkedContact'];
export type PastField = Schemas['PastField'];
export type Contact = Schemas['ShownContact'];
export type Account = Schemas['ShownAccount'];
export type CustomField = Schemas['CustomFieldShown'];
export type Notification = Schemas['Notification'];
export type NotificationPage = Schemas['NotificationPage'];
export type Reason = Schemas['Reason'];

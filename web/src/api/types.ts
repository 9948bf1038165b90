/** Short names for what the server answers. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Organisation = Schemas['Organisation'];
export type Board = Schemas['Board'];
export type Column = Schemas['Column'];
export type Card = Schemas['Card'];
export type CardPage = Schemas['CardPage'];
export type Total = Schemas['Total'];
export type StageRef = Schemas['StageRef'];
export type OpportunityRecord = Schemas['Record'];
export type PathStep = Schemas['PathStep'];
export type Missing = Schemas['Missing'];
export type MoveOption = Schemas['MoveOption'];
export type MoveOptions = Schemas['MoveOptions'];
export type MoveBody = Schemas['MoveBody'];
export type Moved = Schemas['Moved'];
export type PastMove = Schemas['PastMove'];
export type Guidance = Schemas['Guidance'];
export type GuidanceCriterion = Schemas['GuidanceCriterion'];
export type KeyField = Schemas['KeyField'];
export type NewOpportunity = Schemas['NewOpportunity'];
export type EditOpportunity = Schemas['EditOpportunity'];
export type Contact = Schemas['Contact'];
export type CustomField = Schemas['CustomField'];
export type Notification = Schemas['Notification'];
export type NotificationPage = Schemas['NotificationPage'];
export type Named = Schemas['Named'];
export type Reason = Schemas['Reason'];

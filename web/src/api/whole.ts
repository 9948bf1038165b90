/** Gaps with every fact in place: the document of the API calls those optional that have a default, although they are always sent. */
import type { Gap, Missing } from './types';

type Told = Gap | Readonly<Record<string, unknown>>;

const defaults: Missing = {
  name: '',
  remedy: '',
  kind: 'input',
  strength: 'soft',
  place: 'exit',
  stage_id: 0,
  stage_name: '',
  criterion_id: null,
  field: null,
  contact_role: null,
  is_overridable: true,
  is_buyer_verified: false,
  is_evidence_required: false,
  may_confirm: true,
};

export function wholeGap(told: Told): Missing {
  return { ...defaults, ...told };
}

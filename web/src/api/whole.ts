/** What a refusal or an old move says was missing, with every fact in place: what is no gap of a move says less. */
import type { Missing } from './types';

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
  file_label: null,
  files_lacking: 0,
  is_overridable: true,
  is_buyer_verified: false,
  is_evidence_required: false,
  may_confirm: true,
};

export function wholeGap(told: Partial<Missing>): Missing {
  return { ...defaults, ...told };
}

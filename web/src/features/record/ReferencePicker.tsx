/** Picking the account or the contact of a deal. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountSearch, useContactSearch } from '@/api/picking';
import type { OpportunityRecord } from '@/api/types';
import type { FieldShape, FieldValue } from '@/lib/field';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';

interface Props {
  record: OpportunityRecord;
  shape: FieldShape;
  isLabelled?: boolean;
  onChange: (value: FieldValue, name?: string) => void;
}

export function ReferencePicker({ record, shape, isLabelled = false, onChange }: Props) {
  const { t } = useTranslation();
  const contacts = useContactSearch();
  const accounts = useAccountSearch();
  const isContact = shape.type === 'contact';
  const [picked, setPicked] = useState<Pick | null>(isContact ? record.contact : record.account);
  const source = isContact ? contacts : accounts;
  const pick = (next: Pick | null) => {
    setPicked(next);
    onChange(next?.id ?? null, next?.name ?? '');
  };
  return <PersonPicker isLabelled={isLabelled} label={shape.label} value={picked} found={source.found} nothing={t('picker.nothing')} onSearch={source.search} onPick={pick} />;
}

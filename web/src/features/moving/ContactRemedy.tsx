/** Naming a contact: the primary one, or somebody in the role the criterion asks for. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addContact } from '@/api/acts';
import { contactRoles, roleLabel } from '@/api/contactRoles';
import { useContactSearch } from '@/api/picking';
import type { Missing, OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Select } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { itemKey } from './draft';
import type { MoveDraft } from './useMoveDraft';
import classes from './MissingItem.module.css';

interface Props {
  item: Missing;
  form: MoveDraft;
  record: OpportunityRecord;
}

export function ContactRemedy({ item, form, record }: Props) {
  const { t } = useTranslation();
  const { found, search } = useContactSearch();
  const [picked, setPicked] = useState<Pick | null>(null);
  const [role, setRole] = useState(item.contact_role);
  const key = itemKey(item);
  const isPrimary = item.field === 'contact_id';

  const settle = (contact: Pick | null, asRole: string | null) => {
    setPicked(contact);
    setRole(asRole);
    if (isPrimary) {
      form.change({ fields: { ...form.draft.fields, contact_id: contact?.id ?? null } });
      return;
    }
    const { [key]: _before, ...others } = form.draft.roles;
    form.change({ roles: contact === null || asRole === null ? others : { ...others, [key]: { contactId: contact.id, role: asRole } } });
  };
  const create = useAct(addContact, { done: (contact) => settle(contact, role) });
  return (
    <div className={classes.row}>
      <PersonPicker
        label={item.contact_role === null ? t('field.contact_id') : roleLabel(t, item.contact_role)}
        value={picked}
        found={found}
        nothing={t('picker.nothing')}
        onSearch={search}
        onPick={(contact) => settle(contact, role)}
        create={{ label: (name) => t('picker.add', { name }), run: (name) => create.mutate({ name, account_id: record.account?.id ?? null }) }}
      />
      {!isPrimary && item.contact_role === null && (
        <Select label={t('record.contactRole')} data={contactRoles.map((code) => ({ value: code, label: roleLabel(t, code) }))} value={role} onChange={(next) => settle(picked, next)} />
      )}
    </div>
  );
}

/** The people on the buyer's side and the part each plays. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addContact, giveContactRole, takeContactRole } from '@/api/acts';
import { contactRoles, roleLabel } from '@/api/contactRoles';
import { useContactSearch } from '@/api/picking';
import type { LinkedContact, OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Avatar } from '@/ui/Avatar';
import { ActionIcon, Button, Select } from '@/ui/controls';
import { IconPencil, IconPlus, IconX } from '@/ui/icons';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import classes from './Side.module.css';

interface FormProps {
  record: OpportunityRecord;
  /** The one whose part changes; nothing for a new one. */
  link: LinkedContact | null;
  onClose: () => void;
}

function RoleForm({ record, link, onClose }: FormProps) {
  const { t } = useTranslation();
  const { found, search } = useContactSearch();
  const [picked, setPicked] = useState<Pick | null>(link?.contact ?? null);
  const [role, setRole] = useState<string | null>(link?.contact_role ?? null);
  const give = useAct(giveContactRole, { done: onClose });
  const create = useAct(addContact, { done: setPicked });
  const save = () => {
    if (picked !== null && role !== null) give.mutate({ id: record.id, contactId: picked.id, role });
  };
  return (
    <div className={classes.form}>
      {link === null && (
        <PersonPicker
          label={t('field.contact_id')}
          value={picked}
          found={found}
          nothing={t('picker.nothing')}
          onSearch={search}
          onPick={setPicked}
          create={{ label: (name) => t('picker.add', { name }), run: (name) => create.mutate({ name, account_id: record.account?.id ?? null }) }}
        />
      )}
      <Select label={t('record.contactRole')} data={contactRoles.map((code) => ({ value: code, label: roleLabel(t, code) }))} value={role} onChange={setRole} />
      <div className={classes.buttons}>
        <Button size="compact-sm" loading={give.isPending} onClick={save}>{t('page.save')}</Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </div>
  );
}

export function Contacts({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<number | 'new' | null>(null);
  const close = () => setChanging(null);
  const take = useAct(takeContactRole);
  const mayEdit = record.may.edit && record.stage.type === 'open';
  return (
    <section className={classes.block}>
      <h2>
        {t('record.people')}
        {mayEdit && (
          <ActionIcon variant="subtle" size={24} aria-label={t('record.addContact')} onClick={() => setChanging('new')}>
            <IconPlus size={15} aria-hidden />
          </ActionIcon>
        )}
      </h2>
      {record.contacts.length === 0 && changing !== 'new' && <p className={classes.none}>{t('record.noContacts')}</p>}
      <ul className={classes.people}>
        {record.contacts.map((link) => {
          const { contact, contact_role: role } = link;
          return (
            <li key={contact.id} className={classes.person}>
              <Avatar person={contact} />
              <span className={classes.who}>
                <bdi>{contact.name}</bdi>
                <span className={classes.role}>{roleLabel(t, role)}</span>
              </span>
              {mayEdit && (
                <span className={classes.tools}>
                  <ActionIcon variant="subtle" size={24} aria-label={t('team.change', { name: contact.name })} onClick={() => setChanging(contact.id)}>
                    <IconPencil size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon variant="subtle" size={24} aria-label={t('record.removeContact', { name: contact.name })} onClick={() => take.mutate({ id: record.id, contactId: contact.id })}>
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                </span>
              )}
              {changing === contact.id && <RoleForm record={record} link={link} onClose={close} />}
            </li>
          );
        })}
      </ul>
      {changing === 'new' && <RoleForm record={record} link={null} onClose={close} />}
    </section>
  );
}

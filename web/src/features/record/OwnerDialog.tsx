/** Giving a deal to somebody else. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assignOwner } from '@/api/acts';
import { usePeopleSearch } from '@/api/picking';
import type { OpportunityRecord } from '@/api/types';
import { announce } from '@/lib/announcing';
import { Button, Checkbox, Modal } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { useAsked } from '@/api/useAsked';
import classes from './dialog.module.css';

export function OwnerDialog({ record, onClose }: { record: OpportunityRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const { found, search } = usePeopleSearch();
  const [owner, setOwner] = useState<Pick | null>(null);
  const [keeps, setKeeps] = useState(false);
  const [handsOver, setHandsOver] = useState(true);
  const act = useAsked(assignOwner, () => {
    announce(t('record.assigned', { name: record.name, who: owner?.name ?? '' }));
    onClose();
  });
  const able = found.filter(({ id, can_own: canOwn }) => canOwn && id !== record.owner.id);
  const save = () => {
    if (owner === null) act.setFailure(t('record.assignWho'));
    else act.mutate({ id: record.id, version: record.version, owner_id: owner.id, keep_as_reader: keeps, hands_over: handsOver });
  };
  return (
    <Modal opened onClose={onClose} title={t('record.assignTitle', { name: record.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <PersonPicker label={t('record.newOwner')} value={owner} found={able} nothing={t('picker.nothing')} error={act.failure ?? undefined} onSearch={search} onPick={setOwner} />
        <Checkbox label={t('record.keepsReading', { name: record.owner.name })} checked={keeps} onChange={(event) => setKeeps(event.currentTarget.checked)} />
        <Checkbox label={t('record.handsOver')} checked={handsOver} onChange={(event) => setHandsOver(event.currentTarget.checked)} />
      </div>
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={save}>{t('record.assignNow')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </Modal>
  );
}

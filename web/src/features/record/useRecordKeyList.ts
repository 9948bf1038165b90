/** The keys of a record for the list under `?`; each is heard where it acts. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useShortcuts, type Shortcut } from '@/lib/shortcuts';

const only = (isOffered: boolean, ...shortcuts: Shortcut[]) => (isOffered ? shortcuts : []);

export function useRecordKeyList({ may, stage }: OpportunityRecord): void {
  const { t } = useTranslation();
  useShortcuts(t('keys.record'), [
    ...only(may.edit, { keys: 'e', label: t('record.edit') }),
    ...only(may.move, { keys: 'm', label: t('keys.move') }, { keys: '.', label: t('keys.next') }, { keys: ',', label: t('keys.back') }),
    ...only(may.close, { keys: 'w', label: t('record.won') }, { keys: 'l', label: t('record.lost') }),
    ...only(may.move && stage.type === 'open', { keys: 'y', label: t('record.whyNot') }),
    ...only(may.assign, { keys: 'o', label: t('record.assign') }),
    { keys: 'j', label: t('record.after') },
    { keys: 'k', label: t('record.before') },
    { keys: '1…9', label: t('keys.preview') },
    { keys: 'alt+1…3', label: t('keys.tabs') },
  ]);
}

/** What can be done to the list itself: group, choose columns, take it away as a file. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { exportAddress, type Look } from '@/api/list';
import { later } from '@/lib/later';
import { Button, LinkButton } from '@/ui/controls';
import { usePopup } from '@/ui/popup';

const ColumnMenu = later(async () => (await import('./ColumnMenu')).ColumnMenu);
const GroupMenu = later(async () => (await import('./GroupMenu')).GroupMenu);

interface Props {
  look: Look;
  columns: readonly string[];
  onLook: (look: Partial<Look>) => void;
  onColumns: (columns: readonly string[]) => void;
}

export function ListActs({ look, columns, onLook, onColumns }: Props) {
  const { t } = useTranslation();
  const group = usePopup('menu');
  const choice = usePopup('dialog');
  return (
    <>
      <Button variant="default" size="compact-sm" {...group.button}>{t('list.group', { by: t(`list.groupBy.${look.group ?? 'none'}`) })}</Button>
      <Button variant="default" size="compact-sm" {...choice.button}>{t('list.columns')}</Button>
      <LinkButton component="a" variant="default" size="compact-sm" href={exportAddress(look, columns)} download title={t('list.exportTitle')}>{t('list.export')}</LinkButton>
      <Suspense>
        {group.place !== null && <GroupMenu at={group.place} group={look.group} onChange={(by) => onLook({ group: by })} onClose={group.close} />}
        {choice.place !== null && <ColumnMenu at={choice.place} columns={columns} onChange={onColumns} onClose={choice.close} />}
      </Suspense>
    </>
  );
}

/** The numbers of one column as a file: people by periods of this year. */
import { useTranslation } from 'react-i18next';
import { gridAddress } from '@/api/targets';
import { Button, Menu } from '@/ui/controls';
import { IconDownload } from '@/ui/icons';
import type { Column } from './grid';
import { useGoalWords } from './useGoalWords';

export function ExportGrid({ columns }: { columns: readonly Column[] }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  if (columns.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} aria-hidden />}>{t('goals.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('goals.exportWhat')}</Menu.Label>
        {columns.map(({ key, like }) => (
          <Menu.Item key={key} component="a" href={gridAddress(like)} download>{words.column(like)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

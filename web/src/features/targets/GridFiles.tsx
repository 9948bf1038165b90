/** The numbers of one column as a file, out and in: people by periods of this year. */
import { Suspense, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { gridAddress } from '@/api/targets';
import { focusHome } from '@/lib/focusHome';
import { later } from '@/lib/later';
import { Button, Menu } from '@/ui/controls';
import { IconDownload, IconUpload } from '@/ui/icons';
import type { Column } from './grid';
import { useGoalWords } from './useGoalWords';

const ImportGrid = later(async () => (await import('./ImportGrid')).ImportGrid);

interface ChoiceProps {
  label: string;
  icon: ReactNode;
  help: string;
  button?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

function Choice({ label, icon, help, button, children }: ChoiceProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button ref={button} variant="subtle" size="compact-sm" leftSection={icon}>{label}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{help}</Menu.Label>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Props {
  columns: readonly Column[];
  people: readonly { id: number; name: string }[];
}

export function GridFiles({ columns, people }: Props) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const [taken, setTaken] = useState<Column['like'] | null>(null);
  const taker = useRef<HTMLButtonElement>(null);
  const close = () => {
    focusHome(taker.current);
    setTaken(null);
  };
  if (columns.length === 0) return null;
  return (
    <>
      <Choice label={t('goals.export')} help={t('goals.exportWhat')} icon={<IconDownload size={15} aria-hidden />}>
        {columns.map(({ key, like }) => (
          <Menu.Item key={key} component="a" href={gridAddress(like)} download>{words.column(like)}</Menu.Item>
        ))}
      </Choice>
      <Choice button={taker} label={t('goals.import')} help={t('goals.importWhat')} icon={<IconUpload size={15} aria-hidden />}>
        {columns.map(({ key, like }) => (
          <Menu.Item key={key} onClick={() => setTaken(like)}>{words.column(like)}</Menu.Item>
        ))}
      </Choice>
      <Suspense>{taken !== null && <ImportGrid like={taken} people={people} onClose={close} />}</Suspense>
    </>
  );
}

/** What cards show besides, and which columns are folded. */
import { useTranslation } from 'react-i18next';
import type { Board } from '@/api/types';
import { display, toggleFolded, toggleShown, useBoardDisplay, type CardExtra } from '@/lib/boardDisplay';
import { Menu } from '@/ui/controls';
import { At } from '@/ui/popup';
import classes from './DisplayMenu.module.css';

const extras: readonly { extra: CardExtra; word: 'field.expected_close_on' | 'field.probability' }[] = [
  { extra: 'closeDate', word: 'field.expected_close_on' },
  { extra: 'probability', word: 'field.probability' },
];

function Choice({ label, isOn, onToggle }: { label: string; isOn: boolean; onToggle: () => void }) {
  return (
    <Menu.CheckboxItem checked={isOn} closeMenuOnClick={false} onChange={onToggle}>
      <bdi>{label}</bdi>
    </Menu.CheckboxItem>
  );
}

export function DisplayMenu({ at, board, onClose }: { at: HTMLElement; board: Board; onClose: () => void }) {
  const { t } = useTranslation();
  const { id } = board.process;
  const { folded, shows } = useBoardDisplay(id);
  return (
    <Menu opened onClose={onClose} position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>{t('board.onCards')}</Menu.Label>
        {extras.map(({ extra, word }) => (
          <Choice key={extra} label={t(word)} isOn={shows.includes(extra)} onToggle={() => toggleShown(id, extra)} />
        ))}
        <Menu.Divider />
        <Menu.Label>{t('board.columns')}</Menu.Label>
        {board.columns.map(({ stage }) => (
          <Choice key={stage.id} label={stage.name} isOn={!folded.includes(stage.id)} onToggle={() => toggleFolded(id, stage.id)} />
        ))}
        {folded.length > 0 && <Menu.Item onClick={() => display(id, { folded: [] })}>{t('board.unfoldAll')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

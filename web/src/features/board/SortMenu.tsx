/** In which order the cards of each column stand. */
import { useTranslation } from 'react-i18next';
import { boardSorts, type BoardSort } from '@/api/boardLook';
import { Menu } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { At } from '@/ui/popup';

interface Props {
  at: HTMLElement;
  current: BoardSort;
  onPick: (sort: BoardSort) => void;
  onClose: () => void;
}

export function SortMenu({ at, current, onPick, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Menu opened onClose={onClose} position="bottom-end" withinPortal>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        {boardSorts.map((sort) => (
          <Menu.Item key={sort} role="menuitemradio" aria-checked={sort === current} rightSection={sort === current && <IconCheck size={15} aria-hidden />} onClick={() => onPick(sort)}>
            {t(`board.sortBy.${sort}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

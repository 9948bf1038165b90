/** In which order the cards of each column stand. */
import { useTranslation } from 'react-i18next';
import { boardSorts, type BoardSort } from '@/api/boardLook';
import { Menu } from '@/ui/controls';
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
          <Menu.RadioItem key={sort} value={sort} checked={sort === current} onChange={() => onPick(sort)}>
            {t(`board.sortBy.${sort}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

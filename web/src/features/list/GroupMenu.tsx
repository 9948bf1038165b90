/** By what the list is grouped. */
import { useTranslation } from 'react-i18next';
import { groups, type Group } from '@/api/list';
import { Menu } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { At } from '@/ui/popup';

interface Props {
  at: HTMLElement;
  group: Group | null;
  onChange: (group: Group | null) => void;
  onClose: () => void;
}

export function GroupMenu({ at, group, onChange, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Menu opened onClose={onClose} position="bottom-end" withinPortal returnFocus={false} loop alignItemsLabels="all" checkIcon={<IconCheck size={14} aria-hidden />}>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        {[null, ...groups].map((by) => (
          <Menu.RadioItem key={by ?? 'none'} value={by ?? 'none'} checked={by === group} closeMenuOnClick onChange={() => onChange(by)}>
            {t(`list.groupBy.${by ?? 'none'}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

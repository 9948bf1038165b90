/** What can be asked: filters that are ready to use, then the parts one by one. */
import { useTranslation } from 'react-i18next';
import { groupsOf, parts, withClosing, type Filter, type Part } from '@/api/filter';
import { Menu } from '@/ui/controls';
import { At } from '@/ui/popup';

interface Props {
  at: HTMLElement;
  filter: Filter;
  given: readonly Part[];
  onClose: () => void;
  onChange: (filter: Filter) => void;
  onPick: (part: Part) => void;
}

const SOON_DAYS = 30;
const ready = {
  attention: (filter: Filter): Filter => ({ ...filter, attention: ['any'] }),
  ready: (filter: Filter): Filter => ({ ...filter, ready: true }),
  neverStarted: (filter: Filter): Filter => ({ ...filter, attention: ['never_started'] }),
  closingSoon: (filter: Filter): Filter => withClosing({ ...filter, status: 'open' }, SOON_DAYS),
};
const readyNames = ['attention', 'ready', 'neverStarted', 'closingSoon'] as const;
const unpicked: ReadonlySet<Part> = new Set(['closing', 'contact', 'ready']);

export function FilterMenu({ at, filter, given, onClose, onChange, onPick }: Props) {
  const { t } = useTranslation();
  const offered = parts.filter((part) => !given.includes(part) && !unpicked.has(part) && (part !== 'condition' || groupsOf(filter) !== null));
  return (
    // The key that opened the menu would close it again if keys counted as a click outside.
    <Menu opened onClose={onClose} clickOutsideEvents={['mousedown', 'touchstart']} position="bottom-start" width={240} withinPortal returnFocus={false} loop>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('filter.add')}>
        <Menu.Label>{t('filter.ready')}</Menu.Label>
        {readyNames.map((name) => (
          <Menu.Item key={name} onClick={() => onChange(ready[name](filter))}>
            {t(`filter.readyMade.${name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('filter.by')}</Menu.Label>
        {offered.map((part) => (
          <Menu.Item key={part} closeMenuOnClick={false} onClick={() => onPick(part)}>
            {t(`filter.part.${part}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

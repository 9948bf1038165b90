/** The views to choose from, one's own and the shared ones, and what can be done with the one that is chosen. */
import { useTranslation } from 'react-i18next';
import type { View } from '@/api/list';
import { Menu } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { At } from '@/ui/popup';
import type { Asked } from './ViewDialog';

interface Props {
  at: HTMLElement;
  views: readonly View[];
  view: View | null;
  all: string;
  onChoose: (view: View | null) => void;
  onAsk: (asked: Asked) => void;
  onShare: (view: View, isShared: boolean) => void;
  onClose: () => void;
}

export function ViewList({ at, views, view, all, onChoose, onAsk, onShare, onClose }: Props) {
  const { t } = useTranslation();
  const own = views.filter(({ is_mine: isMine }) => isMine);
  const others = views.filter(({ is_mine: isMine }) => !isMine);
  const item = (each: View | null, name: string) => (
    <Menu.RadioItem key={each?.id ?? 'all'} value={String(each?.id ?? 'all')} checked={each?.id === view?.id} closeMenuOnClick onChange={() => onChoose(each)}>
      <bdi>{name}</bdi>
    </Menu.RadioItem>
  );
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={260} withinPortal returnFocus={false} loop alignItemsLabels="all" checkIcon={<IconCheck size={14} aria-hidden />}>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('views.menu')}>
        {item(null, all)}
        {own.length > 0 && <Menu.Label>{t('views.mine')}</Menu.Label>}
        {own.map((each) => item(each, each.name))}
        {others.length > 0 && <Menu.Label>{t('views.shared')}</Menu.Label>}
        {others.map((each) => item(each, t('views.by', { name: each.name, owner: each.owner.name })))}
        <Menu.Divider />
        <Menu.Item onClick={() => onAsk({ kind: 'new' })}>{t('views.saveAs')}</Menu.Item>
        {view?.may_change === true && (
          <>
            <Menu.Item onClick={() => onAsk({ kind: 'rename', view })}>{t('views.rename')}</Menu.Item>
            <Menu.Item onClick={() => onShare(view, !view.is_shared)}>{t(view.is_shared ? 'views.unshare' : 'views.share')}</Menu.Item>
            <Menu.Item onClick={() => onAsk({ kind: 'delete', view })}>{t('views.delete')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

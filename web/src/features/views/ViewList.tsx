/** The views to choose from, ready ones, one's own and the shared ones, and what can be done with the one that is chosen. */
import { useTranslation } from 'react-i18next';
import type { View } from '@/api/list';
import { Menu } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { At } from '@/ui/popup';
import type { Asked } from './ViewDialog';
import classes from './Views.module.css';

/** A view that is there from the beginning. */
export interface ReadyChoice {
  key: string;
  name: string;
  isChosen: boolean;
  choose: () => void;
}

interface Props {
  at: HTMLElement;
  ready: readonly ReadyChoice[];
  views: readonly View[];
  view: View | null;
  onChoose: (view: View) => void;
  onAsk: (asked: Asked) => void;
  onShare: (view: View, isShared: boolean) => void;
  onClose: () => void;
}

function item({ key, name, isChosen, choose }: ReadyChoice) {
  return (
    <Menu.RadioItem key={key} value={key} checked={isChosen} closeMenuOnClick onChange={choose}>
      <bdi>{name}</bdi>
    </Menu.RadioItem>
  );
}

export function ViewList({ at, ready, views, view, onChoose, onAsk, onShare, onClose }: Props) {
  const { t } = useTranslation();
  const own = views.filter(({ is_mine: isMine }) => isMine);
  const others = views.filter(({ is_mine: isMine }) => !isMine);
  const kept = (each: View, name: string) => item({ key: String(each.id), name, isChosen: each.id === view?.id, choose: () => onChoose(each) });
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={260} withinPortal returnFocus={false} loop alignItemsLabels="all" checkIcon={<IconCheck size={14} aria-hidden />}>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} aria-label={t('views.menu')}>
        {ready.map((each) => item({ ...each, isChosen: view === null && each.isChosen }))}
        {own.length > 0 && <Menu.Label>{t('views.mine')}</Menu.Label>}
        {own.map((each) => kept(each, each.name))}
        {others.length > 0 && <Menu.Label>{t('views.shared')}</Menu.Label>}
        {others.map((each) => kept(each, t('views.by', { name: each.name, owner: each.owner.name })))}
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

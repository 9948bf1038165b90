/** What else can be done with a deal: changed, given away, duplicated, deleted, linked to. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useRight } from '@/api/useRight';
import { tellDone } from '@/lib/telling';
import { showToast } from '@/lib/toasts';
import { ActionIcon, Menu } from '@/ui/controls';
import { IconArrowBackUp, IconCopy, IconDots, IconFlag3, IconHelp, IconLink, IconPencil, IconTrash, IconUser } from '@/ui/icons';
import type { Ask } from './asking';
import { useDuplicate } from './useDuplicate';
import classes from './RecordHead.module.css';

interface Props {
  record: OpportunityRecord;
  onEdit: () => void;
  onAsk: (ask: Ask) => void;
}

function Key({ children }: { children: string }) {
  return <kbd className={classes.menuKey} aria-hidden>{children}</kbd>;
}

export function HeadMenu({ record, onEdit, onAsk }: Props) {
  const { t } = useTranslation();
  const mayCreate = useRight('create_opportunities');
  const { duplicate } = useDuplicate(record);
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      tellDone(t('record.copied'));
    } catch {
      showToast({ sentence: location.href, tone: 'refused' });
    }
  };
  const isOpen = record.stage.type === 'open';
  const size = { size: 16, 'aria-hidden': true } as const;
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={32} aria-label={t('record.more', { name: record.name })}>
          <IconDots {...size} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {record.may.edit && <Menu.Item leftSection={<IconPencil {...size} />} rightSection={<Key>{'E'}</Key>} onClick={onEdit}>{t('record.edit')}</Menu.Item>}
        {record.may.assign && <Menu.Item leftSection={<IconUser {...size} />} rightSection={<Key>{'O'}</Key>} onClick={() => onAsk('owner')}>{t('record.assign')}</Menu.Item>}
        {mayCreate && <Menu.Item leftSection={<IconCopy {...size} />} onClick={duplicate}>{t('record.duplicate')}</Menu.Item>}
        {isOpen && record.may.move && <Menu.Item leftSection={<IconHelp {...size} />} rightSection={<Key>{'Y'}</Key>} onClick={() => onAsk('why')}>{t('record.whyNot')}</Menu.Item>}
        {!isOpen && record.may.reopen && <Menu.Item leftSection={<IconArrowBackUp {...size} className="flip" />} onClick={() => onAsk('reopen')}>{t('record.reopen')}</Menu.Item>}
        {!isOpen && record.may.reopen && <Menu.Item leftSection={<IconPencil {...size} />} onClick={() => onAsk('correct')}>{t('record.correct')}</Menu.Item>}
        {record.may.edit_closing && <Menu.Item leftSection={<IconFlag3 {...size} />} onClick={() => onAsk('closing')}>{t('record.closing')}</Menu.Item>}
        <Menu.Item leftSection={<IconLink {...size} />} onClick={() => void copyLink()}>{t('record.copyLink')}</Menu.Item>
        {record.may.delete && (
          <>
            <Menu.Divider />
            <Menu.Item color="brick" leftSection={<IconTrash {...size} />} onClick={() => onAsk('delete')}>{t('record.delete')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

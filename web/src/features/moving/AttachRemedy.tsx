/** Attaching the file that is asked for: it is kept at once, under the label that the criterion names. */
import { useTranslation } from 'react-i18next';
import type { Missing, OpportunityRecord } from '@/api/types';
import { useUploads } from '@/api/uploading';
import { FileButton } from '@/ui/FileButton';
import { Uploads } from '@/ui/Uploads';
import { itemKey } from './draft';
import type { MoveDraft } from './useMoveDraft';
import classes from './MissingItem.module.css';

interface Props {
  item: Missing;
  form: MoveDraft;
  record: OpportunityRecord;
}

export function AttachRemedy({ item, form, record }: Props) {
  const { t } = useTranslation();
  const key = itemKey(item);
  const there = form.draft.attached[key] ?? 0;
  const lacking = Math.max(0, item.files_lacking - there);
  const { uploads, add, drop } = useUploads(record.id, {
    done: (name) => t('files.added', { name }),
    added: () => form.attached(key),
  });
  return (
    <>
      <div className={classes.attach}>
        <FileButton label={t('files.attach', { label: item.file_label ?? 'undefined' })} isMultiple={item.files_lacking > 1} onFiles={(files) => add(files, item.file_label ?? '')} />
        <p className={classes.ask}>{t(lacking === 0 ? 'files.attached' : 'files.lacking', { count: lacking === 0 ? there : lacking })}</p>
      </div>
      <Uploads uploads={uploads} drop={drop} />
    </>
  );
}

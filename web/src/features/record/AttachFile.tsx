/** Attaching the file that a criterion asks for, in place, under the label it names. */
import { useTranslation } from 'react-i18next';
import type { GuidanceCriterion } from '@/api/types';
import { useUploads } from '@/api/uploading';
import { FileButton } from '@/ui/FileButton';
import { Uploads } from '@/ui/Uploads';
import classes from './Criteria.module.css';

export function AttachFile({ criterion, recordId }: { criterion: GuidanceCriterion; recordId: number }) {
  const { t } = useTranslation();
  const { uploads, add, drop } = useUploads(recordId, { done: (name) => t('files.added', { name }) });
  return (
    <div className={classes.form}>
      <div className={classes.buttons}>
        <FileButton label={t('files.attach', { label: criterion.file_label ?? 'undefined' })} isMultiple={criterion.files_lacking > 1} onFiles={(files) => add(files, criterion.file_label ?? '')} />
      </div>
      <Uploads uploads={uploads} drop={drop} />
    </div>
  );
}

/** Attaching the file that a criterion asks for, in place, under the label it names. */
import { useTranslation } from 'react-i18next';
import type { GuidanceCriterion } from '@/api/types';
import { useUploads } from '@/api/uploading';
import { useFormats } from '@/lib/formats';
import { sizeWords } from '@/lib/sizes';
import { FileButton } from '@/ui/FileButton';
import { Uploading } from '@/ui/Uploading';
import classes from './Criteria.module.css';

export function AttachFile({ criterion, recordId }: { criterion: GuidanceCriterion; recordId: number }) {
  const { t } = useTranslation();
  const { locale } = useFormats();
  const { uploads, add, drop } = useUploads(recordId, { done: (name) => t('files.added', { name }) });
  return (
    <div className={classes.form}>
      <div className={classes.buttons}>
        <FileButton label={t('files.attach', { label: criterion.file_label ?? 'undefined' })} isMultiple={criterion.files_lacking > 1} onFiles={(files) => add(files, criterion.file_label ?? '')} />
      </div>
      <ul>
        {uploads.map((upload) => (
          <Uploading
            key={upload.key}
            name={upload.name}
            share={upload.size === 0 ? 0 : upload.sent / upload.size}
            size={sizeWords(upload.size, locale)}
            failure={upload.failure}
            dropLabel={t(upload.failure === null ? 'files.stop' : 'files.putAway', { name: upload.name })}
            onDrop={() => drop(upload.key)}
          />
        ))}
      </ul>
    </div>
  );
}

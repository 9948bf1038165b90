/** Adding files: by dropping them, or by the button that does the same; each shows how far it is and can be stopped. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUploads } from '@/api/uploading';
import { TextInput } from '@/ui/controls';
import { FileButton } from '@/ui/FileButton';
import { Uploads } from '@/ui/Uploads';
import classes from './Files.module.css';

export function Adding({ opportunityId, labels }: { opportunityId: number; labels: readonly string[] }) {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const [isOver, setOver] = useState(false);
  const list = useId();
  const { uploads, add, drop } = useUploads(opportunityId, { done: (name) => t('files.added', { name }) });
  return (
    <>
      {/* The button in it does the same for keyboard, finger and screen reader. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={classes.drop}
        data-over={isOver}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          add(event.dataTransfer.files, label.trim());
        }}
      >
        <TextInput className={classes.label} label={t('files.label')} description={t('files.labelHelp')} list={list} maxLength={100} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
        <datalist id={list}>
          {labels.map((asked) => (
            <option key={asked} value={asked} label={asked} aria-label={asked} />
          ))}
        </datalist>
        <div className={classes.choose}>
          <FileButton label={t('files.choose')} isMultiple onFiles={(files) => add(files, label.trim())} />
          <p className={classes.help}>{t('files.drop')}</p>
        </div>
      </div>
      <Uploads uploads={uploads} drop={drop} />
    </>
  );
}

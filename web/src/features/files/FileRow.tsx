/** One file: saved by its name, told by label, size, person and day; whoever may takes it away. */
import { useTranslation } from 'react-i18next';
import { contentAddress, removeFile, restoreFile, type StoredFile } from '@/api/belongings';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { sizeWords } from '@/lib/sizes';
import { closeToast, showToast } from '@/lib/toasts';
import { ActionIcon } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconPaperclip, IconTrash } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import classes from './Files.module.css';

function useRemoval(file: StoredFile, onGone: () => void) {
  const { t } = useTranslation();
  const target = { id: file.id, opportunityId: file.opportunity_id };
  const restore = useAct(restoreFile, { done: () => announce(t('files.restored', { name: file.name })) });
  const remove = useAct(removeFile, {
    done: () => {
      const sentence = t('files.removed', { name: file.name });
      announce(sentence);
      onGone();
      const toast = showToast({
        sentence,
        tone: 'done',
        act: {
          label: t('move.undo'),
          run: () => {
            closeToast(toast);
            restore.mutate(target);
          },
        },
      });
    },
  });
  return { run: () => remove.mutate(target), isRemoving: remove.isPending };
}

export function FileRow({ file, onGone }: { file: StoredFile; onGone: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const removal = useRemoval(file, onGone);
  return (
    <li className={classes.row}>
      <IconPaperclip size={16} aria-hidden />
      <div className={classes.words}>
        <p className={classes.name}>
          <a href={contentAddress(file.id)} download={file.name} aria-label={t('files.save', { name: file.name })}><bdi>{file.name}</bdi></a>
          {file.label !== null && <Tag tone="primary">{file.label}</Tag>}
        </p>
        <p className={classes.about}>
          <span>{sizeWords(file.size, formats.locale)}</span>
          <bdi>{file.uploaded_by.name}</bdi>
          <time dateTime={file.created_at} title={formats.exactly(file.created_at)}>
            {formats.instant(file.created_at)}
            <Hidden>{formats.exactly(file.created_at)}</Hidden>
          </time>
        </p>
      </div>
      {file.may_remove && (
        <ActionIcon variant="subtle" size={28} loading={removal.isRemoving} aria-label={t('files.remove', { name: file.name })} onClick={removal.run}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

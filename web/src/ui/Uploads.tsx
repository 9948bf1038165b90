/** The files on their way, each with how far it is, what went wrong, and what stops it or puts it away. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/lib/formats';
import { sizeWords } from '@/lib/sizes';
import { ActionIcon } from './controls';
import { IconX } from './icons';
import classes from './Uploads.module.css';

interface Upload {
  key: number;
  name: string;
  /** In bytes, as is what was sent of it. */
  size: number;
  sent: number;
  failure: string | null;
}

export function Uploads({ uploads, drop }: { uploads: readonly Upload[]; drop: (key: number) => void }) {
  const { t } = useTranslation();
  const { locale } = useFormats();
  if (uploads.length === 0) return null;
  return (
    <ul aria-label={t('files.sending')}>
      {uploads.map(({ key, name, size, sent, failure }) => (
        <li key={key} className={classes.row} data-failed={failure !== null}>
          <span className={classes.name}>
            <bdi>{name}</bdi> <small>{sizeWords(size, locale)}</small>
          </span>
          <ActionIcon variant="subtle" size={28} aria-label={t(failure === null ? 'files.stop' : 'files.putAway', { name })} onClick={() => drop(key)}>
            <IconX size={15} aria-hidden />
          </ActionIcon>
          {failure === null ? <progress className={classes.bar} value={size === 0 ? 0 : sent / size} max={1} aria-label={name} /> : <p className={classes.failure}>{failure}</p>}
        </li>
      ))}
    </ul>
  );
}

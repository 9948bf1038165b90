/** One thing that is asked: pressing it changes what, the cross takes it away. */
import { useTranslation } from 'react-i18next';
import { IconX } from '@/ui/icons';
import classes from './Filtering.module.css';

interface Props {
  name: string;
  value: string;
  isOpen: boolean;
  /** `null` for what can only be taken away. */
  onOpen: ((at: HTMLElement) => void) | null;
  onRemove: () => void;
}

export function FilterChip({ name, value, isOpen, onOpen, onRemove }: Props) {
  const { t } = useTranslation();
  const said = (
    <>
      <span className={classes.part}>{name}</span>
      <bdi className={classes.value} title={value}>{value}</bdi>
    </>
  );
  return (
    <span className={classes.chip}>
      {onOpen === null ? (
        <span className={classes.said}>{said}</span>
      ) : (
        <button type="button" className={classes.said} aria-haspopup="dialog" aria-expanded={isOpen} onClick={({ currentTarget }) => onOpen(currentTarget)}>
          {said}
        </button>
      )}
      <button type="button" className={classes.remove} aria-label={t('filter.remove', { name })} onClick={onRemove}>
        <IconX size={13} aria-hidden />
      </button>
    </span>
  );
}

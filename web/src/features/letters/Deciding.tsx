/** What a person does with a message that is not out: sends it again, or drops it. */
import { useTranslation } from 'react-i18next';
import type { MessageState } from '@/api/letters';
import { useDeciding } from '@/api/useDeciding';
import { Button } from '@/ui/controls';
import classes from './Letters.module.css';

interface Props {
  message: { id: number; opportunityId: number | null; name: string; who: string; state: MessageState | null };
  onDone?: () => void;
}

export function Deciding({ message: { id, opportunityId, name, who, state }, onDone }: Props) {
  const { t } = useTranslation();
  const names = { name, who };
  const { again, drop } = useDeciding(names, onDone);
  const target = { id, opportunityId };
  return (
    <div className={classes.acts}>
      {(state === 'failed' || state === 'uncertain') && (
        <Button variant="default" size="compact-sm" loading={again.isPending} aria-label={t('letter.againName', names)} onClick={() => again.mutate(target)}>{t('letter.again')}</Button>
      )}
      <Button variant="default" size="compact-sm" loading={drop.isPending} aria-label={t('letter.dropName', names)} onClick={() => drop.mutate(target)}>{t('letter.drop')}</Button>
    </div>
  );
}

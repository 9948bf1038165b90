/** What the move would be, as an icon and a few words. */
import { useTranslation } from 'react-i18next';
import type { Hint } from '@/api/moveHints';
import { IconArrowBackUp, IconCheck, IconCircleDashed, IconCircleX, IconLock, IconPencil, IconPlayerTrackNext } from '@/ui/icons';
import { hintSentence, hintTone } from '@/api/hintWords';
import classes from './MoveHint.module.css';

function Sign({ hint }: { hint: Hint }) {
  const size = { size: 14, 'aria-hidden': true } as const;
  if (hint.kind === 'free') return <IconCheck {...size} />;
  if (hint.kind === 'back') return <IconArrowBackUp {...size} className="flip" />;
  if (hint.kind === 'over') return <IconPlayerTrackNext {...size} className="flip" />;
  if (hint.kind === 'refused') return <IconLock {...size} />;
  if (hint.kind === 'reason') return <IconPencil {...size} />;
  if (hint.kind === 'left') return hint.isRequired ? <IconCircleX {...size} /> : <IconCircleDashed {...size} />;
  return null;
}

export function MoveHint({ hint }: { hint: Hint }) {
  const { t } = useTranslation();
  const words = hintSentence(t, hint);
  return (
    <span className={classes.hint} data-tone={hintTone(hint)} title={words}>
      <Sign hint={hint} />
      <span className={classes.words}>{words}</span>
    </span>
  );
}

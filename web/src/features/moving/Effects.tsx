/** What the move does to the deal, before it is made. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import { activityName } from '@/api/following';
import type { Following, MoveOption } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { KeepOrCancel } from '@/ui/KeepOrCancel';
import { IconAlertCircle, IconCalendarEvent, IconCalendarPlus, IconCalendarX, IconCheckbox, IconPercentage } from '@/ui/icons';
import { GoalsAhead } from './GoalsAhead';
import type { MoveDraft } from './useMoveDraft';
import classes from './MoveForm.module.css';

interface Props {
  effects: NonNullable<MoveOption['effects']>;
  following: Following;
  form: MoveDraft;
  isClosing: boolean;
  opportunityId: number;
  stageId: number;
}

/** What the move makes of actions and activities; those of which it must be said first whether they stay come last. */
function Agenda({ following: { actions, booked, cancelled, troubles }, form }: Pick<Props, 'following' | 'form'>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = ({ subject, begins }: { subject: string; begins: string | null }) => activityName(t, formats, { subject, begins });
  return (
    <>
      {actions.length > 0 && (
        <p className={classes.effect}>
          <IconCheckbox size={17} aria-hidden />
          <span>{t('sheet.actions', { count: actions.length, first: actions[0] ?? '' })}</span>
        </p>
      )}
      {booked.map((activity) => (
        <p key={`${activity.subject}:${activity.begins}`} className={classes.effect}>
          <IconCalendarPlus size={17} aria-hidden />
          <span>{t('sheet.books', { activity: named(activity) })}</span>
        </p>
      ))}
      {troubles.map((trouble) => (
        <p key={trouble} className={classes.effect}>
          <IconAlertCircle size={17} aria-hidden />
          <span>{t('sheet.notBooked', { why: trouble })}</span>
        </p>
      ))}
      {cancelled.map((activity) => (
        <p key={activity.id} className={classes.effect}>
          <IconCalendarX size={17} aria-hidden />
          <span>{t('sheet.cancels', { activity: named(activity) })}</span>
        </p>
      ))}
      {form.asked.length > 0 && (
        <KeepOrCancel activities={form.asked.map((activity) => ({ id: activity.id, name: named(activity) }))} answers={form.draft.activities} onAnswer={(activities) => form.change({ activities })} />
      )}
    </>
  );
}

export function Effects({ effects, following, form, isClosing, opportunityId, stageId }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const category = { before: categoryLabel(t, effects.category_before), after: categoryLabel(t, effects.category_after) };
  const closes = isClosing ? effects.actual_close_on_after : effects.expected_close_on_after;
  const isMoved = isClosing || effects.expected_close_on_before !== effects.expected_close_on_after;
  return (
    <section>
      <h3 className={classes.section}>{t('sheet.effects')}</h3>
      <div className={classes.box}>
        <p className={classes.effect}>
          <IconPercentage size={17} aria-hidden />
          <span>
            {t('sheet.probability', { before: formats.percent(effects.probability_before), after: formats.percent(effects.probability_after), same: String(effects.probability_before === effects.probability_after) })}
            {'; '}
            {t('sheet.category', { ...category, same: String(category.before === category.after) })}
          </span>
        </p>
        {closes !== null && isMoved && (
          <p className={classes.effect}>
            <IconCalendarEvent size={17} aria-hidden />
            <span>{t(isClosing ? 'sheet.closedOn' : 'sheet.closesOn', { day: formats.day(closes) })}</span>
          </p>
        )}
        <GoalsAhead opportunityId={opportunityId} stageId={stageId} />
        <Agenda following={following} form={form} />
      </div>
    </section>
  );
}

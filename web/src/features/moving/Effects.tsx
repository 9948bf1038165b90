/** What the move does to the deal, before it is made. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import type { MoveOption } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { IconCalendarEvent, IconPercentage } from '@/ui/icons';
import classes from './MoveForm.module.css';

interface Props {
  effects: NonNullable<MoveOption['effects']>;
  isClosing: boolean;
}

export function Effects({ effects, isClosing }: Props) {
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
      </div>
    </section>
  );
}

/** The way to one's day, with how much of it is open; red when any of it is late. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { dayCountQuery } from '@/api/day';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { IconSunHigh } from '@/ui/icons';
import classes from './Navigation.module.css';

export function DayLink({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useQuery(dayCountQuery);
  const late = data?.late ?? 0;
  const open = late + (data?.today ?? 0);
  const shown = `${formats.number(open)}${data?.is_more === true ? '+' : ''}`;
  // Begins with what is seen, so that whoever speaks to the page can say it.
  const name = open === 0 ? t('nav.day') : t('nav.dayOpen', { late, open: shown });
  return (
    <Link to={paths.day} className={className} aria-label={name} title={name} activeOptions={{ includeSearch: false }} data-to="day">
      <IconSunHigh size={17} stroke={1.75} aria-hidden />
      <span>{t('nav.day')}</span>
      {open > 0 && (
        <b className={classes.count} data-late={late > 0} aria-hidden>
          {` ${shown}`}
        </b>
      )}
    </Link>
  );
}

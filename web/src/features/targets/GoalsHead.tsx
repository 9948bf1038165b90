/** The head of the goals: the present period or the past ones, whose they are, and setting new ones. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/lib/paths';
import { SegmentedControl, Select } from '@/ui/controls';
import { IconChevronRight, IconUser } from '@/ui/icons';
import classes from './Goals.module.css';

interface Props {
  isPast: boolean;
  person: number;
  /** Whom one may choose; with nobody but oneself there is nothing to choose. */
  people: readonly { id: number; name: string }[];
  hasTick: boolean;
  onPast: (isPast: boolean) => void;
  onPerson: (person: number) => void;
  children: ReactNode;
}

export function GoalsHead({ isPast, person, people, hasTick, onPast, onPerson, children }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <nav className={classes.crumb} aria-label={t('goals.way')}>
        <Link to={paths.account}>{t('nav.settings')}</Link>
        <IconChevronRight size={14} className="flip" aria-hidden />
        <span>{t('nav.goals')}</span>
      </nav>
      <header className={classes.head}>
        <h1 tabIndex={-1} data-focus-home>{t('nav.goals')}</h1>
        <SegmentedControl
          aria-label={t('goals.which')}
          data={[
            { value: 'present', label: t('goals.present') },
            { value: 'past', label: t('goals.past') },
          ]}
          value={isPast ? 'past' : 'present'}
          onChange={(value) => onPast(value === 'past')}
        />
        {people.length > 1 && (
          <Select
            className={classes.whose}
            aria-label={t('goals.whose')}
            leftSection={<IconUser size={15} aria-hidden />}
            searchable={people.length > 7}
            allowDeselect={false}
            nothingFoundMessage={t('picker.nothing')}
            data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(person)}
            onChange={(value) => onPerson(Number(value ?? person))}
          />
        )}
        {hasTick && <p className={classes.hint}>{t('goals.tick')}</p>}
        <div className={classes.tools}>{children}</div>
      </header>
    </>
  );
}

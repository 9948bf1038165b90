/** What waits for a person besides their day, each a sentence with the fitting act; and what is ready to go on. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Ready } from '@/api/day';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Button, LinkButton } from '@/ui/controls';
import { IconAlertCircle, IconArrowRight, IconCalendarX, IconFlag3, IconHourglass, IconMail } from '@/ui/icons';
import { whereDone } from './rows';
import classes from './Day.module.css';

const size = { size: 17, 'aria-hidden': true } as const;

function Entry({ icon, tone, about, sentence, children }: { icon: ReactNode; tone: 'auto' | 'late' | 'plain'; about: string; sentence: string; children: ReactNode }) {
  return (
    <li className={classes.need} data-tone={tone}>
      {icon}
      <p>
        <b><bdi>{about}</bdi></b> {sentence}
      </p>
      <div className={classes.needActs}>{children}</div>
    </li>
  );
}

function Open({ deal, name }: { deal: number; name: string }) {
  const { t } = useTranslation();
  return (
    <LinkButton variant="default" size="compact-sm" aria-label={t('day.openName', { name })} renderRoot={(props) => <Link {...props} {...whereDone(deal)} />}>
      {t('day.open')}
    </LinkButton>
  );
}

function useHeld() {
  const { t } = useTranslation();
  const formats = useFormats();
  const list = new Intl.ListFormat(formats.locale, { type: 'conjunction' });
  return ({ stage, advance }: Ready) =>
    advance.stage === null ? t('day.close', { stage: stage.name }) : t('day.held', { stage: stage.name, names: list.format(advance.missing.map(({ name }) => name)) });
}

export function NeedsYou({ day, onOutcome }: { day: Day; onOutcome: (activityId: number) => void }) {
  const { t } = useTranslation();
  const held = useHeld();
  const { needs_you: needs } = day;
  const count = needs.held.length + needs.messages.length + needs.not_booked.length + needs.outcomes.length;
  return (
    <section className={classes.panel} aria-labelledby="day-needs">
      <h2 id="day-needs">{t('day.needsYou')} {count > 0 && <span>{count}</span>}</h2>
      {count === 0 && <p className={classes.quiet}>{t('day.nothingNeeds')}</p>}
      <ul>
        {needs.messages.map((each) => (
          <Entry key={`message-${each.id}`} icon={<IconMail {...size} />} tone="late" about={each.subject} sentence={t(each.state === 'failed' ? 'day.failed' : 'day.uncertain', { who: each.to_name, why: each.trouble ?? '' })}>
            <Open deal={each.opportunity.id} name={each.opportunity.name} />
          </Entry>
        ))}
        {needs.held.map((each) => (
          <Entry key={`held-${each.opportunity.id}`} icon={each.advance.stage === null ? <IconFlag3 {...size} /> : <IconHourglass {...size} />} tone="auto" about={each.opportunity.name} sentence={held(each)}>
            <Open deal={each.opportunity.id} name={each.opportunity.name} />
          </Entry>
        ))}
        {needs.not_booked.map((each) => (
          <Entry key={`action-${each.action_id}`} icon={<IconCalendarX {...size} />} tone="late" about={each.name} sentence={t('day.notBooked', { deal: each.opportunity.name, why: each.trouble })}>
            <Open deal={each.opportunity.id} name={each.opportunity.name} />
          </Entry>
        ))}
        {needs.outcomes.map((each) => (
          <Entry key={`activity-${each.activity_id}`} icon={<IconAlertCircle {...size} />} tone="plain" about={each.subject} sentence={t(each.opportunity_name === null ? 'day.outcome' : 'day.outcomeOf', { deal: each.opportunity_name ?? '' })}>
            <Button variant="default" size="compact-sm" aria-label={t('day.acts.outcomeName', { name: each.subject })} onClick={() => onOutcome(each.activity_id)}>{t('day.acts.outcome')}</Button>
          </Entry>
        ))}
      </ul>
    </section>
  );
}

export function ReadyToAdvance({ ready }: { ready: readonly Ready[] }) {
  const { t } = useTranslation();
  if (ready.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="day-ready">
      <h2 id="day-ready">{t('day.ready')} <span>{ready.length}</span></h2>
      <ul>
        {ready.map(({ opportunity, actions, advance: { stage } }) => (
          <li key={opportunity.id} className={classes.ready}>
            <p>
              <Link to={paths.record} params={{ opportunityId: opportunity.id }}><bdi>{opportunity.name}</bdi></Link> <span>{t('criteria.count', { met: actions, total: actions })}</span>
            </p>
            {stage !== null && (
              <LinkButton
                variant="default"
                size="compact-sm"
                leftSection={<IconArrowRight size={14} aria-hidden className="flip" />}
                aria-label={t('day.advanceName', { name: opportunity.name, stage: stage.name })}
                renderRoot={(props) => <Link {...props} to={paths.newMove} params={{ opportunityId: opportunity.id }} search={{ to: stage.id }} />}
              >
                {stage.name}
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

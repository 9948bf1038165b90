/** News of a sales goal as one sentence: what it counts, how far it came, and on which days. */
import { useTranslation } from 'react-i18next';
import type { TargetMetric } from '@/api/targets';
import type { Notification } from '@/api/types';
import { useTargetWords } from '@/api/useTargetWords';

const kinds = ['target_reached', 'target_at_risk', 'target_result'] as const;
const metrics: readonly TargetMetric[] = ['advanced_count', 'advanced_value', 'won_count', 'won_value'];

interface News {
  kind: (typeof kinds)[number];
  /** Those that were told long ago do not say of which goal they are. */
  target: number | null;
  metric: TargetMetric;
  stage: string;
  currency: string | null;
  starts_on: string;
  last_on: string;
  number: number;
  reached: number;
}

/** Null for what is no news of a goal. */
export function targetNews({ kind, params }: Pick<Notification, 'kind' | 'params'>): News | null {
  const known = kinds.find((each) => each === kind);
  const metric = metrics.find((each) => each === params.metric);
  const { target_id: target, starts_on, last_on, number, reached } = params;
  if (known === undefined || metric === undefined || typeof starts_on !== 'string' || typeof last_on !== 'string') return null;
  if (typeof number !== 'number' || typeof reached !== 'number') return null;
  const stage = typeof params.stage_name === 'string' ? params.stage_name : '';
  return { kind: known, target: typeof target === 'number' ? target : null, metric, stage, currency: typeof params.currency === 'string' ? params.currency : null, starts_on, last_on, number, reached };
}

/** The goal among those of the page, and for a result its period among the past ones. */
export function newsSearch({ kind, target, starts_on: on }: News): { goal?: number; show?: 'past'; on?: string } {
  if (target === null) return {};
  return kind === 'target_result' ? { goal: target, show: 'past', on } : { goal: target };
}

export function useTargetSentence(): (news: News) => string {
  const { t } = useTranslation();
  const words = useTargetWords();
  return (news) =>
    t(`goal.told.${news.kind}`, {
      what: words.what({ ...news, stage: { name: news.stage } }),
      reached: t('goal.reached', { reached: words.figure(news, news.reached), number: words.figure(news, news.number) }),
      days: words.days(news),
    });
}

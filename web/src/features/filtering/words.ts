/** What a part of the filter is called, and what it asks, in words. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCheckWords } from '@/api/asking';
import { amountOf, closingWithin, groupsOf, type Check, type Filter, type Part } from '@/api/filter';
import { accountQuery, contactQuery, userQuery } from '@/api/list';
import { processesQuery } from '@/api/queries';
import { useKnownStages } from '@/api/useKnownStages';
import { useFormats } from '@/lib/formats';

const FEW = 2;

function useNames(filter: Filter) {
  const owners = useQueries({ queries: (filter.owner_id ?? []).slice(0, FEW).map((id) => userQuery(id)) });
  const { data: account } = useQuery({ ...accountQuery(filter.account_id ?? 0), enabled: filter.account_id !== undefined });
  const { data: contact } = useQuery({ ...contactQuery(filter.contact_id ?? 0), enabled: filter.contact_id !== undefined });
  const { data: processes } = useQuery(processesQuery);
  const stages = useKnownStages(filter.stage_id === undefined ? [] : (processes ?? []).map(({ id }) => id));
  const ofStage = (id: number) => stages.find((stage) => stage.id === id)?.name ?? '…';
  return {
    owners: owners.map(({ data }) => data?.name ?? '…'),
    account: account?.name ?? '…',
    contact: contact?.name ?? '…',
    process: processes?.find(({ id }) => id === filter.process_id)?.name ?? '…',
    stages: (filter.stage_id ?? []).slice(0, FEW).map((id) => ofStage(id)),
  };
}

export function useFilterWords(filter: Filter): (part: Part) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames(filter);
  const checkWords = useCheckWords();
  const several = (shown: readonly string[], count: number) => (count > FEW ? t('filter.some', { count }) : shown.join(', '));
  const range = (from: string | undefined, to: string | undefined) => {
    if (from === undefined) return t('filter.upTo', { to: to ?? '' });
    return to === undefined ? t('filter.atLeast', { from }) : t('filter.between', { from, to });
  };
  const amount = amountOf(filter);
  const money = (minor: number | undefined) => (minor === undefined || amount === undefined ? undefined : formats.money(minor, amount.currency));
  const day = (said: string | undefined) => (said === undefined ? undefined : formats.day(said));
  const list = (type: 'conjunction' | 'disjunction', words: readonly string[]) => new Intl.ListFormat(formats.locale, { type }).format(words);
  const conditionWords = (groups: readonly (readonly Check[])[] | null) =>
    groups === null ? t('filter.ownCondition') : list('disjunction', groups.map((group) => list('conjunction', group.map((check) => checkWords(check)))));
  return (part) => {
    switch (part) {
      case 'process':
        return names.process;
      case 'stage':
        return several(names.stages, filter.stage_id?.length ?? 0);
      case 'owner':
        return several(names.owners, filter.owner_id?.length ?? 0);
      case 'status':
        return t(`filter.status.${filter.status ?? 'open'}`);
      case 'closes':
        return range(day(filter.closes_from), day(filter.closes_to));
      case 'closing':
        return t('filter.withinDays', { count: closingWithin(filter) ?? 0 });
      case 'amount':
        return range(money(amount?.from), money(amount?.to));
      case 'account':
        return names.account;
      case 'contact':
        return names.contact;
      case 'attention': {
        const kinds = filter.attention ?? [];
        return several(kinds.map((kind) => (kind === 'any' ? t('filter.anything') : t(`watch.short.${kind}`))), kinds.length);
      }
      case 'ready':
        return filter.ready === true ? t('page.yes') : t('page.no');
      case 'text':
        return `“${filter.q ?? ''}”`;
      case 'condition':
        return conditionWords(groupsOf(filter));
    }
  };
}

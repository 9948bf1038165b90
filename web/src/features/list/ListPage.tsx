/** The list of deals: what is asked on top, the table below, and what all of it comes to at the foot. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rowsQuery, totalsQuery, type Look, type Row } from '@/api/list';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { paths } from '@/lib/paths';
import { usePageTitle } from '@/lib/usePageTitle';
import { Alert, Button, Skeleton, useMediaQuery } from '@/ui/controls';
import { phoneColumns } from './columns';
import { DealTable } from './DealTable';
import { ListActs } from './ListActs';
import type { PiesOf } from './pies';
import { Totals } from './Totals';
import classes from './List.module.css';

interface Props {
  look: Look;
  columns: readonly string[];
  views: ReactNode;
  filters: ReactNode;
  pies: PiesOf;
  /** What stands where there is nothing to show. */
  nothing: ReactNode;
  onLook: (look: Partial<Look>) => void;
  onColumns: (columns: readonly string[]) => void;
  onMove: (row: Row, stageId: number, stageName: string) => void;
}

const WAITING = 8;

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} aria-busy aria-label={t('list.loading')} role="status">
      {Array.from({ length: WAITING }, (_, place) => (
        <Skeleton key={place} height={28} />
      ))}
    </div>
  );
}

export function ListPage({ look, columns, views, filters, pies, nothing, onLook, onColumns, onMove }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  usePageTitle(t('list.title'));
  const { data, error, isPending, isFetching, isFetchingNextPage, isPlaceholderData, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(rowsQuery(look));
  const { data: totals } = useQuery(totalsQuery(look));
  const rows = useMemo(() => (data?.pages ?? []).flatMap(({ items }) => items), [data]);
  const open = useCallback((id: number) => void navigate({ to: paths.record, params: { opportunityId: id } }), [navigate]);
  const isBrief = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const table = (
    <DealTable rows={rows} look={look} columns={isBrief ? phoneColumns : columns} isBrief={isBrief} totals={totals} pies={pies} isBusy={isPlaceholderData} hasMore={hasNextPage} onMore={more} onLook={onLook} onOpen={open} onMove={onMove} />
  );
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('list.title')}</h1>
        {views}
        <span className={classes.space} />
        <ListActs look={look} columns={columns} onLook={onLook} onColumns={onColumns} />
      </header>
      <div className={classes.filters}>{filters}</div>
      <div className={classes.line} data-busy={isFetching && !isPending} aria-hidden />
      {isPending && <Waiting />}
      {error !== null && (
        <Alert className={classes.failed} color="red" role="alert">
          {refusalSentence(asProblem(error))} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button>
        </Alert>
      )}
      {error === null && !isPending && (rows.length === 0 ? nothing : table)}
      {totals !== undefined && totals.count > 0 && <Totals totals={totals} rows={rows} />}
    </div>
  );
}

/** Editing a cell: the row shows what was typed at once, and what it was when the server refuses. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assignOwner, editOpportunity } from '@/api/acts';
import { rowsKey, type Row, type RowPage } from '@/api/list';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { asRequest, type FieldValue } from '@/lib/field';

type Pages = InfiniteData<RowPage, string | null>;

function changeRow(queries: QueryClient, id: number, change: Partial<Row>): () => void {
  const before = queries.getQueriesData<Pages>({ queryKey: rowsKey });
  queries.setQueriesData<Pages>({ queryKey: rowsKey }, (pages) => {
    if (pages === undefined) return pages;
    const changed = pages.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === id ? { ...row, ...change } : row)) }));
    return { ...pages, pages: changed };
  });
  return () => before.forEach(([key, data]) => queries.setQueryData(key, data));
}

export function useEditCell(row: Row, label: string) {
  const { t } = useTranslation();
  const said = () => announce(t('list.saved', { column: label, name: row.name }));
  const edit = useAct(editOpportunity, {
    guess: (queries, { id, body }) => changeRow(queries, id, body.fields),
    done: said,
  });
  const give = useAct(assignOwner, { done: said });
  return {
    save: (field: string, value: FieldValue) => edit.mutate({ id: row.id, body: { version: row.version, fields: asRequest({ [field]: value }) } }),
    give: (ownerId: number) => give.mutate({ id: row.id, version: row.version, owner_id: ownerId, keep_as_reader: false, hands_over: true }),
  };
}

/** What the columns are called, those of custom fields by their labels. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { customFieldsQuery } from '@/api/queries';
import { isKnownColumn, knownColumns } from './columns';

export function useColumnNames() {
  const { t } = useTranslation();
  const { data: custom } = useQuery(customFieldsQuery);
  const active = (custom ?? []).filter(({ is_active: isActive }) => isActive);
  return {
    all: [...knownColumns, ...active.map(({ key }) => `custom.${key}`)],
    nameOf: (column: string) => (isKnownColumn(column) ? t(`list.column.${column}`) : (custom?.find(({ key }) => `custom.${key}` === column)?.label ?? column)),
  };
}

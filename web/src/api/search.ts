/** Opportunities by the beginnings of words. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, client } from './client';

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async () => (await answered(client.GET('/api/v1/search', { params: { query: { q: text } } }))).items,
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });

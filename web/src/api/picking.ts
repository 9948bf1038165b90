/** Contacts, accounts and people to pick from, by what was typed, a moment after the typing stopped. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery, contactsQuery, usersQuery } from './queries';

const PAUSE_MS = 200;

export function useContactSearch() {
  const [text, setText] = useState('');
  const [calm] = useDebouncedValue(text, PAUSE_MS);
  const { data } = useQuery({ ...contactsQuery(calm), placeholderData: keepPreviousData });
  return { found: data ?? [], search: setText };
}

export function useAccountSearch() {
  const [text, setText] = useState('');
  const [calm] = useDebouncedValue(text, PAUSE_MS);
  const { data } = useQuery({ ...accountsQuery(calm), placeholderData: keepPreviousData });
  return { found: data ?? [], search: setText };
}

export function usePeopleSearch() {
  const [text, setText] = useState('');
  const [calm] = useDebouncedValue(text, PAUSE_MS);
  const { data } = useQuery({ ...usersQuery(calm), placeholderData: keepPreviousData });
  return { found: data ?? [], search: setText };
}

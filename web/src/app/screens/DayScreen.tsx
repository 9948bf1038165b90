/** One's day; whose it is stands in the address. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { DayPage } from '@/features/day/DayPage';
import { MyGoals } from '@/features/targets/MyGoals';
import { keepHome } from '@/lib/lastHome';
import { paths } from '@/lib/paths';

const route = getRouteApi('/inside/day');

export function DayScreen() {
  const { whose = 'mine' } = route.useSearch();
  const navigate = useNavigate();
  useEffect(() => keepHome('day'), []);
  return <DayPage goals={<MyGoals />} whose={whose} onWhose={(next) => void navigate({ to: paths.day, search: next === 'mine' ? {} : { whose: next }, replace: true })} />;
}

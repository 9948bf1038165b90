/** Sales goals; whose, which one and whether the past ones stand in the address. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { GoalsPage } from '@/features/targets/GoalsPage';
import { paths } from '@/lib/paths';

const route = getRouteApi('/inside/settings/goals');

export function GoalsScreen() {
  const navigate = useNavigate();
  return <GoalsPage looked={route.useSearch()} onLook={(search) => void navigate({ to: paths.goals, search, resetScroll: false })} />;
}

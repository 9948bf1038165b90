/** The whole map of the page: every address, what it reads before it shows, and the screen it shows. */
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { actionsQuery } from '@/api/agenda';
import { readLook, type BoardLook } from '@/api/boardLook';
import { lettersQuery, messageStates, type MessageState } from '@/api/letters';
import { asProblem } from '@/api/problem';
import { boardQuery, customFieldsQuery, guidanceQuery, movesQuery, processesQuery, recordQuery, sessionQuery } from '@/api/queries';
import { whoseIn, type Whose } from '@/api/whose';
import { lastHome } from '@/lib/lastHome';
import { calendarLook } from '@/lib/calendarLook';
import { dayIn, isDay } from '@/lib/days';
import { worded } from '@/lib/later';
import { paths } from '@/lib/paths';
import { viewIn, type CalendarView } from '@/features/calendar/spans';
import { tabIn, type TabName } from '@/lib/tabs';
import { queries } from './queries';
import { readListSearch } from './screens/listSearch';
import { NotFoundScreen, RefusedScreen } from './screens/RefusedScreen';
import { BoardWaiting, RecordWaiting } from './screens/Waiting';
import { rememberTrail } from './trail';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  validateSearch: (search): { next?: string } => (typeof search.next === 'string' && search.next.startsWith('/') ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('./screens/SignInScreen'), 'SignInScreen'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(sessionQuery);
      void queries.prefetchQuery(customFieldsQuery);
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      throw redirect({ to: paths.signIn, search: { next: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./shell/Shell'), 'Shell'),
  errorComponent: RefusedScreen,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: paths.home,
  loader: () => {
    throw redirect({ to: lastHome() === 'day' ? paths.day : paths.anyBoard, replace: true });
  },
});

const day = createRoute({
  getParentRoute: () => inside,
  path: paths.day,
  validateSearch: (search): { whose?: Whose } => {
    const whose = whoseIn(search.whose);
    return whose === undefined ? {} : { whose };
  },
  component: lazyRouteComponent(() => worded(() => import('./screens/DayScreen')), 'DayScreen'),
});

const anyBoard = createRoute({
  getParentRoute: () => inside,
  path: paths.anyBoard,
  validateSearch: (search): { new?: true } => (search.new === true ? { new: true } : {}),
  loaderDeps: ({ search }) => search,
  loader: async ({ deps }) => {
    const { user } = await queries.ensureQueryData(sessionQuery);
    const processes = await queries.ensureQueryData(processesQuery);
    const own = user.default_process_id ?? processes.find((process) => process.is_default)?.id ?? processes[0]?.id;
    if (own !== undefined) throw redirect({ to: paths.board, params: { processId: own }, search: deps, replace: true });
  },
  component: lazyRouteComponent(() => import('./screens/NoProcessScreen'), 'NoProcessScreen'),
});

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

type BoardSearch = BoardLook & {
  move?: number;
  to?: number;
  /** The card that the moved one was dropped below. */
  after?: number;
  new?: true;
  view?: number;
};

const board = createRoute({
  getParentRoute: () => inside,
  path: paths.board,
  params: { parse: ({ processId }) => ({ processId: Number(processId) }), stringify: ({ processId }) => ({ processId: String(processId) }) },
  validateSearch: (search): BoardSearch => {
    const move = positive(search.move);
    const to = positive(search.to);
    const [view, after] = [positive(search.view), positive(search.after)];
    return { ...readLook(search), ...(view !== undefined && { view }), ...(move !== undefined && to !== undefined && { move, to, ...(after !== undefined && { after }) }), ...(search.new === true && { new: true }) };
  },
  // What the address says besides is no new screen: the board it had stays until the other has come.
  loader: ({ params, location }) => Promise.all([queries.ensureQueryData(boardQuery(params.processId, readLook(location.search))), queries.ensureQueryData(processesQuery)]),
  component: lazyRouteComponent(() => import('./screens/BoardScreen'), 'BoardScreen'),
  pendingComponent: BoardWaiting,
});

const list = createRoute({
  getParentRoute: () => inside,
  path: paths.list,
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => worded(() => import('./screens/ListScreen')), 'ListScreen'),
});

const record = createRoute({
  getParentRoute: () => inside,
  path: paths.record,
  params: {
    parse: ({ opportunityId }) => ({ opportunityId: Number(opportunityId) }),
    stringify: ({ opportunityId }) => ({ opportunityId: String(opportunityId) }),
  },
  validateSearch: (search): { stage?: number; tab?: TabName; ask?: 'why'; action?: number } => {
    const [stage, action] = [positive(search.stage), positive(search.action)];
    const tab = tabIn(search.tab);
    return { ...(stage !== undefined && { stage }), ...(tab !== undefined && { tab }), ...(search.ask === 'why' && { ask: 'why' }), ...(action !== undefined && { action }) };
  },
  // With all that stands above the tabs: what came later would push them away under the pointer.
  loader: ({ params: { opportunityId } }) =>
    Promise.all([
      queries.ensureQueryData(recordQuery(opportunityId)),
      queries.ensureQueryData(guidanceQuery(opportunityId, null)),
      queries.ensureQueryData(movesQuery(opportunityId)),
      queries.ensureQueryData(actionsQuery(opportunityId)).catch(() => null),
      queries.ensureInfiniteQueryData(lettersQuery(opportunityId)).catch(() => null),
    ]),
  component: lazyRouteComponent(() => worded(() => import('./screens/RecordScreen')), 'RecordScreen'),
  pendingComponent: RecordWaiting,
});

const newMove = createRoute({
  getParentRoute: () => record,
  path: '/moves/new',
  validateSearch: (search): { to?: number } => {
    const to = positive(search.to);
    return to === undefined ? {} : { to };
  },
  component: lazyRouteComponent(() => worded(() => import('./screens/RecordMoveScreen')), 'RecordMoveScreen'),
});

const editRecord = createRoute({
  getParentRoute: () => record,
  path: '/edit',
  component: lazyRouteComponent(() => worded(() => import('./screens/RecordEditScreen')), 'RecordEditScreen'),
});

const calendarHome = createRoute({
  getParentRoute: () => inside,
  path: paths.calendarHome,
  beforeLoad: async () => {
    const { user, organisation } = await queries.ensureQueryData(sessionQuery);
    const view = viewIn(calendarLook(user.id).view) ?? 'week';
    throw redirect({ to: paths.calendar, params: { view, date: dayIn(user.zone ?? organisation.zone, new Date()) }, replace: true });
  },
});

const calendar = createRoute({
  getParentRoute: () => inside,
  path: paths.calendar,
  params: {
    parse: ({ view, date }): { view: CalendarView; date: string } => ({ view: viewIn(view) ?? 'week', date }),
    stringify: ({ view, date }) => ({ view, date }),
  },
  validateSearch: (search): { activity?: number } => {
    const activity = positive(search.activity);
    return activity === undefined ? {} : { activity };
  },
  beforeLoad: ({ params: { date } }) => {
    if (!isDay(date)) throw redirect({ to: paths.calendarHome, replace: true });
  },
  component: lazyRouteComponent(() => worded(() => import('./screens/CalendarScreen')), 'CalendarScreen'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: paths.account,
  component: lazyRouteComponent(() => worded(() => import('./screens/AccountScreen')), 'AccountScreen'),
});

interface GoalsSearch {
  /** The one that is looked at. */
  goal?: number;
  /** Whose they are; nobody named is oneself. */
  person?: number;
  show?: 'past';
  /** The first day of the closed period that is looked at. */
  on?: string;
}

const goals = createRoute({
  getParentRoute: () => inside,
  path: paths.goals,
  validateSearch: (search): GoalsSearch => {
    const [goal, person] = [positive(search.goal), positive(search.person)];
    const on = typeof search.on === 'string' && isDay(search.on) ? search.on : undefined;
    return { ...(goal !== undefined && { goal }), ...(person !== undefined && { person }), ...(search.show === 'past' && { show: 'past' }), ...(on !== undefined && { on }) };
  },
  component: lazyRouteComponent(() => worded(() => import('./screens/GoalsScreen')), 'GoalsScreen'),
});

const outbox = createRoute({
  getParentRoute: () => inside,
  path: paths.outbox,
  validateSearch: (search): { state?: MessageState; message?: number } => {
    const state = messageStates.find((known) => known === search.state);
    const message = positive(search.message);
    return { ...(state !== undefined && { state }), ...(message !== undefined && { message }) };
  },
  component: lazyRouteComponent(() => worded(() => import('./screens/OutboxScreen')), 'OutboxScreen'),
});

/** What has no address keeps the navigation around it. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundScreen });

export const router = createRouter({
  routeTree: root.addChildren([signIn, inside.addChildren([home, calendarHome, calendar, day, anyBoard, account, goals, outbox, nowhere, board, list, record.addChildren([newMove, editRecord])])]),
  context: { queries },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultErrorComponent: RefusedScreen,
  defaultNotFoundComponent: NotFoundScreen,
  scrollRestoration: true,
});

router.subscribe('onBeforeNavigate', ({ fromLocation, toLocation }) => rememberTrail(fromLocation, toLocation));

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

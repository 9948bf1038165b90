/** Live changes by others: one stream per browser, read by the tab that holds the lock and passed on to the rest. */
import type { QueryClient } from '@tanstack/react-query';
import { afterGaps, connectionBack, connectionLost } from '@/lib/connection';
import { whenFree } from '@/lib/holding';
import { settle } from '@/lib/settling';
import { isEcho } from './echoes';
import { keys } from './keys';
import { userQuery } from './list';
import { renew } from './renew';
import type { NotificationPage } from './types';

interface Changed {
  opportunity_id: number;
  version: number;
  actor_id: number | null;
}

type News =
  | { name: 'changed'; data: Changed }
  | { name: 'many'; data: { count: number } }
  | { name: 'notified'; data: { unread_count: number } }
  | { name: 'targets'; data: { user_ids: number[] } }
  | { name: 'lost' }
  | { name: 'open' };

/** Where in the journal something stands: a transaction and an event. */
type Position = string;

/** What tabs say to each other: news, and that one of them has just begun to listen. */
type Said = News | { name: 'joined'; position: Position };

const AGAIN_MS = 5000;
const CALM_MS = 400;

/** Joins many calls within a short time into one. */
function calmly(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      whenFree(run);
    }, CALM_MS);
  };
}

/** Everything but the session, once nothing is in a hand or being typed that it could disturb. */
function everythingAgain(queries: QueryClient): () => void {
  return calmly(() => void renew(queries, { predicate: ({ queryKey }) => queryKey[0] !== 'session' }));
}

/** Once it is known who that was, so that the moment for which it is shown does not pass before. */
async function showChanged(queries: QueryClient, { opportunity_id: id, actor_id: actor }: Changed): Promise<void> {
  if (actor !== null) await queries.prefetchQuery(userQuery(actor));
  settle(id, actor);
}

function reader(queries: QueryClient, me: number): (news: News) => void {
  const boards = calmly(() => void renew(queries, { queryKey: keys.boards }));
  const days = calmly(() => void renew(queries, { queryKey: keys.days }));
  const calendars = calmly(() => void renew(queries, { queryKey: keys.calendars }));
  const targets = calmly(() => void renew(queries, { queryKey: keys.targets }));
  const everything = everythingAgain(queries);
  return (news) => {
    if (news.name === 'lost') connectionLost(new Date());
    if (news.name === 'open') connectionBack();
    if (news.name === 'many') everything();
    if (news.name === 'targets') targets();
    if (news.name === 'notified') {
      queries.setQueryData<NotificationPage>(keys.notifications, (page) => page && { ...page, unread_count: news.data.unread_count });
      void queries.invalidateQueries({ queryKey: keys.notifications });
    }
    // One's own moves change what is to be done, too.
    if (news.name === 'changed' || news.name === 'notified') days();
    // What others do with actions and activities does not raise the version.
    if (news.name !== 'changed' || (news.data.actor_id === me && isEcho(news.data.opportunity_id, news.data.version))) return;
    if (news.data.actor_id !== me) void showChanged(queries, news.data);
    void renew(queries, { queryKey: keys.opportunity(news.data.opportunity_id) });
    boards();
    calendars();
  };
}

/** Whether the first comes after the second. */
function isLater(one: Position, other: Position): boolean {
  const [transaction = 0, event = 0] = one.split('-').map(Number);
  const [otherTransaction = 0, otherEvent = 0] = other.split('-').map(Number);
  return transaction > otherTransaction || (transaction === otherTransaction && event > otherEvent);
}

interface Heard {
  /** What is read before the stream opens is no older than this, so that nothing falls in between. */
  position: Position;
}

function openStream(heard: Heard, tell: (news: News) => void): () => void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const source = new EventSource(`/api/v1/live?${new URLSearchParams({ after: heard.position }).toString()}`);
    stream = source;
    source.addEventListener('open', () => tell({ name: 'open' }));
    source.addEventListener('error', () => {
      tell({ name: 'lost' });
      // A stream the server refused stays closed for good, so we knock again ourselves.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    });
    for (const name of ['changed', 'many', 'notified', 'targets'] as const) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        if (event.lastEventId !== '') heard.position = event.lastEventId;
        tell({ name, data: JSON.parse(event.data) });
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    stream?.close();
  };
}

/** Starts listening to what happens after that position; the answer stops it. */
export function listen(queries: QueryClient, me: number, position: Position): () => void {
  const read = reader(queries, me);
  const heard: Heard = { position };
  let isLeading = false;
  const channel = new BroadcastChannel('stageline.live');
  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.name !== 'joined') read(data);
    // Told before the new tab could hear it.
    else if (isLeading && isLater(heard.position, data.position)) channel.postMessage({ name: 'many', data: { count: 0 } } satisfies News);
  });
  channel.postMessage({ name: 'joined', position } satisfies Said);
  const tell = (news: News) => {
    read(news);
    channel.postMessage(news);
  };
  const unwatch = afterGaps(everythingAgain(queries));
  const stopped = new AbortController();
  const lead = () =>
    new Promise<void>((resolve) => {
      isLeading = true;
      const close = openStream(heard, tell);
      stopped.signal.addEventListener('abort', () => {
        close();
        resolve();
      });
    });
  // Locks exist on https and localhost only; elsewhere every tab reads for itself.
  if ('locks' in navigator) navigator.locks.request('stageline.live', { signal: stopped.signal }, lead).catch(() => undefined);
  else void lead();
  // The browser knows sooner than a silent stream that the network has gone.
  const { signal } = stopped;
  window.addEventListener('offline', () => read({ name: 'lost' }), { signal });
  window.addEventListener('online', () => read({ name: 'open' }), { signal });
  return () => {
    stopped.abort();
    unwatch();
    channel.close();
  };
}

/** The outbox: every message one may see, those that need somebody first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { messagesQuery, messageStates, type Message, type MessageState } from '@/api/letters';
import { usePageTitle } from '@/lib/usePageTitle';
import { Button, Skeleton } from '@/ui/controls';
import { MessageDialog } from './MessageDialog';
import { MessageRow } from './MessageRow';
import classes from './Letters.module.css';

interface Props {
  /** Only those in this state; nothing shows all. */
  state: MessageState | null;
  /** The one that is read. */
  message: number | null;
  onState: (state: MessageState | null) => void;
  onMessage: (id: number | null) => void;
}

const stuck = ['failed', 'uncertain'] as const satisfies readonly MessageState[];
const others = ['queued', 'sending', 'sent', 'dropped'] as const satisfies readonly MessageState[];

function useMessages(states: readonly MessageState[]) {
  const query = useInfiniteQuery(messagesQuery(states));
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) ?? [], isSending: query.data?.pages[0]?.is_sending ?? true };
}

function Filter({ chosen, onChoose }: { chosen: MessageState | null; onChoose: (state: MessageState | null) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.filter} role="group" aria-label={t('outbox.filter')}>
      <button type="button" className={classes.chip} aria-pressed={chosen === null} onClick={() => onChoose(null)}>{t('outbox.all')}</button>
      {messageStates.map((state) => (
        <button key={state} type="button" className={classes.chip} aria-pressed={chosen === state} onClick={() => onChoose(chosen === state ? null : state)}>{t(`letter.state.${state}`)}</button>
      ))}
    </div>
  );
}

function Part({ title, query, onRead }: { title: string; query: ReturnType<typeof useMessages>; onRead: (message: Message) => void }) {
  const { t } = useTranslation();
  return (
    <section className={classes.part} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      <ul className={classes.list}>
        {query.items.map((message) => (
          <MessageRow key={message.id} message={message} onRead={() => onRead(message)} />
        ))}
      </ul>
      {query.hasNextPage && <p className={classes.none}><Button variant="default" size="compact-sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('outbox.more')}</Button></p>}
    </section>
  );
}

export function OutboxPage({ state, message, onState, onMessage }: Props) {
  const { t } = useTranslation();
  usePageTitle(t('outbox.title'));
  const needing = useMessages(stuck);
  const rest = useMessages(state === null ? others : [state]);
  const isWaiting = rest.data === undefined && !rest.isError;
  const isEmpty = rest.data !== undefined && rest.items.length === 0 && (state !== null || needing.items.length === 0);
  const read = ({ id }: Message) => onMessage(id);
  return (
    <div className={classes.page}>
      <h1 className={classes.head}>{t('outbox.title')}</h1>
      <p className={classes.help}>{t('outbox.about')}</p>
      {!rest.isSending && <p className={classes.notice} role="note">{t('outbox.noServer')}</p>}
      <Filter chosen={state} onChoose={onState} />
      {isWaiting && <Skeleton height={160} />}
      {rest.isError && rest.data === undefined && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void rest.refetch()}>{t('page.again')}</Button></p>}
      {state === null && needing.items.length > 0 && <Part title={t('outbox.needsYou')} query={needing} onRead={read} />}
      {rest.items.length > 0 && <Part title={state === null ? t(needing.items.length > 0 ? 'outbox.others' : 'outbox.all') : t(`letter.state.${state}`)} query={rest} onRead={read} />}
      {isEmpty && <p className={classes.none}>{t(state === null ? 'outbox.empty' : 'outbox.emptyOf')}</p>}
      {message !== null && <MessageDialog id={message} onClose={() => onMessage(null)} />}
    </div>
  );
}

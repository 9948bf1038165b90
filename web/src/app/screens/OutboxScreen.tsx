/** The outbox, with the message that the address names. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { OutboxPage } from '@/features/letters/OutboxPage';
import { paths } from '@/lib/paths';

const route = getRouteApi('/inside/outbox');

export function OutboxScreen() {
  const navigate = useNavigate();
  const { state = null, message = null } = route.useSearch();
  return (
    <OutboxPage
      state={state}
      message={message}
      onState={(chosen) => void navigate({ to: paths.outbox, search: chosen === null ? {} : { state: chosen }, replace: true })}
      onMessage={(id) => void navigate({ to: paths.outbox, search: { ...(state !== null && { state }), ...(id !== null && { message: id }) } })}
    />
  );
}

/** The bulk bar of a board; of all that match, the board shows the open ones. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { boardQuery } from '@/api/queries';
import { BulkBar } from '@/features/bulk/BulkBar';

export function BoardBulk({ screen, processId }: { screen: string; processId: number }) {
  const { data: board } = useSuspenseQuery(boardQuery(processId));
  const count = board.columns.reduce((sum, column) => sum + column.count, 0);
  return <BulkBar screen={screen} processId={processId} matching={{ count, filter: { process_id: processId, status: 'open' } }} />;
}

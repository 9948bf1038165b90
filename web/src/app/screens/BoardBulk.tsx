/** The bulk bar of a board; of all that match, the board shows the open ones. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { lookQuery, type BoardLook } from '@/api/boardLook';
import { boardQuery } from '@/api/queries';
import { BulkBar } from '@/features/bulk/BulkBar';

export function BoardBulk({ screen, processId, look }: { screen: string; processId: number; look: BoardLook }) {
  const { data: board } = useSuspenseQuery(boardQuery(processId, look));
  const { sort: _sort, ...filter } = look;
  const count = board.columns.reduce((sum, column) => sum + column.count, 0);
  return <BulkBar screen={screen} processId={processId} matching={{ count, filter: { ...lookQuery(filter), process_id: processId, status: 'open' } }} />;
}

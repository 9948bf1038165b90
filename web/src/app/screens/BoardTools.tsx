/** The saved views and the filters of a board; they come right after its first paint. */
import { readLook, type BoardLook } from '@/api/boardLook';
import type { View, ViewDefinition } from '@/api/list';
import { FilterBar } from '@/features/filtering/FilterBar';
import { ViewMenu } from '@/features/views/ViewMenu';
import { display, useBoardDisplay } from '@/lib/boardDisplay';

interface Props {
  processId: number;
  look: BoardLook;
  view: number | undefined;
  onLook: (look: BoardLook, view: number | undefined) => void;
}

export function BoardTools({ processId, look, view, onLook }: Props) {
  const { folded: kept } = useBoardDisplay(processId);
  const { sort, ...filter } = look;
  const sorted = sort !== undefined && { sort };
  const folded = kept.toSorted((a, b) => a - b);
  const shown: ViewDefinition = { filter: { ...filter }, ...sorted, folded };
  const choose = (chosen: View | null) => {
    if (chosen !== null || view !== undefined) display(processId, { folded: chosen?.definition.folded ?? [] });
    onLook(readLook({ ...chosen?.definition.filter, sort: chosen?.definition.sort }), chosen?.id);
  };
  return (
    <>
      {/* Outside a view, what is folded is a person's own business and no change to be kept. */}
      <ViewMenu screen="board" processId={processId} chosen={view ?? null} shown={shown} usual={{ filter: {}, folded }} onChoose={choose} />
      <FilterBar filter={filter} given={['process', 'status']} processId={processId} onChange={(next) => onLook({ ...next, ...sorted }, view)} />
    </>
  );
}

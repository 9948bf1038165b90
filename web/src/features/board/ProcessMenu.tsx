/** The other processes whose boards one may open. */
import { useNavigate } from '@tanstack/react-router';
import type { BoardLook } from '@/api/boardLook';
import { paths } from '@/lib/paths';
import { Menu } from '@/ui/controls';
import { At } from '@/ui/popup';

interface Props {
  at: HTMLElement;
  processes: readonly { id: number; name: string }[];
  current: number;
  /** What the filter says stays; stages are of one process alone. */
  look: BoardLook;
  onClose: () => void;
}

export function ProcessMenu({ at, processes, current, look: { stage_id: _stages, ...look }, onClose }: Props) {
  const navigate = useNavigate();
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        {processes.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void navigate({ to: paths.board, params: { processId: id }, search: look })} aria-current={id === current ? 'page' : undefined}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The other processes whose boards one may open. */
import { useNavigate } from '@tanstack/react-router';
import { paths } from '@/lib/paths';
import { Menu } from '@/ui/controls';
import { At } from '@/ui/popup';

interface Props {
  at: HTMLElement;
  processes: readonly { id: number; name: string }[];
  current: number;
  onClose: () => void;
}

export function ProcessMenu({ at, processes, current, onClose }: Props) {
  const navigate = useNavigate();
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        {processes.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void navigate({ to: paths.board, params: { processId: id } })} aria-current={id === current ? 'page' : undefined}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

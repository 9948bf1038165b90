/** Changes one part of the filter; what is chosen holds at once. */
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter, Part } from '@/api/filter';
import { Popover } from '@/ui/controls';
import { At } from '@/ui/popup';
import { AmountEditor, ClosesEditor, TextEditor } from './typedEditors';
import { AccountEditor, AttentionEditor, ContactEditor, OwnerEditor, ProcessEditor, ReadyEditor, StageEditor, StatusEditor } from './chosenEditors';
import classes from './Filtering.module.css';

export interface EditorProps {
  filter: Filter;
  label: string;
  processId: number | null;
  onChange: (filter: Filter) => void;
  onClose: () => void;
}

const editors: Readonly<Partial<Record<Part, ComponentType<EditorProps>>>> = {
  process: ProcessEditor,
  stage: StageEditor,
  owner: OwnerEditor,
  status: StatusEditor,
  closes: ClosesEditor,
  amount: AmountEditor,
  account: AccountEditor,
  contact: ContactEditor,
  attention: AttentionEditor,
  ready: ReadyEditor,
  text: TextEditor,
};

interface Props extends Omit<EditorProps, 'label'> {
  at: HTMLElement;
  part: Part;
}

export function PartEditor({ at, part, ...props }: Props) {
  const { t } = useTranslation();
  const Editor = editors[part];
  if (Editor === undefined) return null;
  const label = t(`filter.part.${part}`);
  return (
    <Popover opened onChange={(isOpen) => !isOpen && props.onClose()} position="bottom-start" width={300} withinPortal trapFocus shadow="md" clickOutsideEvents={['mousedown', 'touchstart']}>
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown className={classes.editor} aria-label={label}>
        <Editor {...props} label={label} />
      </Popover.Dropdown>
    </Popover>
  );
}

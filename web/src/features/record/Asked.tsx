/** The question that is open over the record. */
import type { OpportunityRecord } from '@/api/types';
import type { Ask } from './asking';
import { ClosingDialog } from './ClosingDialog';
import { CorrectDialog } from './CorrectDialog';
import { DeleteDialog } from './DeleteDialog';
import { OwnerDialog } from './OwnerDialog';
import { ReopenDialog } from './ReopenDialog';
import { WhyNot } from './WhyNot';

interface Props {
  ask: Ask;
  record: OpportunityRecord;
  onMove: (stageId: number) => void;
  onClose: () => void;
  onGone: () => void;
}

export function Asked({ ask, record, onMove, onClose, onGone }: Props) {
  switch (ask) {
    case 'reopen':
      return <ReopenDialog record={record} onClose={onClose} />;
    case 'correct':
      return <CorrectDialog record={record} onClose={onClose} />;
    case 'closing':
      return <ClosingDialog record={record} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog record={record} onClose={onClose} onGone={onGone} />;
    case 'owner':
      return <OwnerDialog record={record} onClose={onClose} />;
    case 'why':
      return <WhyNot record={record} onMove={onMove} onClose={onClose} />;
  }
}

/** Adding an action to this deal alone, or changing one. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addAction, changeAction } from '@/api/agenda';
import { usePeopleSearch } from '@/api/picking';
import type { StageRef } from '@/api/types';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { Button, Checkbox, Modal, Select, Textarea, TextInput } from '@/ui/controls';
import { PersonPicker, type Pick as Picked } from '@/ui/PersonPicker';
import type { OwnAction } from './progress';
import classes from './Actions.module.css';

const types = ['checklist', 'calendar_activity', 'letter', 'gathering'] as const;

interface Props {
  opportunityId: number;
  /** The one that is changed; nothing adds another one. */
  action: OwnAction | null;
  /** Where it can be added, the current one first. */
  stages: readonly StageRef[];
  onClose: () => void;
}

function useActionForm({ opportunityId, action, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(action?.name ?? '');
  const [type, setType] = useState(action?.type ?? 'checklist');
  const [stage, setStage] = useState<string | null>(null);
  const [who, setWho] = useState<Picked | null>(action?.responsible ?? null);
  const [due, setDue] = useState(action?.due_on ?? '');
  const [instructions, setInstructions] = useState(action?.instructions ?? '');
  const [isRequired, setRequired] = useState(action?.is_required ?? false);
  const done = () => {
    announce(t(action === null ? 'action.added' : 'action.changed', { name }));
    onClose();
  };
  const add = useAsked(addAction, done);
  const change = useAsked(changeAction, done);
  const act = action === null ? add : change;
  const save = () => {
    if (name.trim() === '') return act.setFailure(t('action.needsName'));
    const body = { name: name.trim(), type, instructions: instructions.trim(), is_required: isRequired, due_on: due === '' ? null : due };
    if (action !== null) return change.mutate({ id: action.id, opportunityId, body: { ...body, ...(who !== null && { responsible_id: who.id }) } });
    return add.mutate({ opportunityId, body: { ...body, ...(who !== null && { responsible_id: who.id }), ...(stage !== null && { stage_id: Number(stage) }) } });
  };
  return { name, setName, type, setType, stage, setStage, who, setWho, due, setDue, instructions, setInstructions, isRequired, setRequired, act, save };
}

export function ActionForm(props: Props) {
  const { action, stages, onClose } = props;
  const { t } = useTranslation();
  const { found, search } = usePeopleSearch();
  const form = useActionForm(props);
  const isFixed = action !== null && (action.activity !== null || action.completion !== null);
  return (
    <Modal opened onClose={onClose} title={action === null ? t('action.addTitle') : t('action.changeTitle', { name: action.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <TextInput label={t('action.name')} description={t('page.required')} data-autofocus value={form.name} onChange={(event) => form.setName(event.currentTarget.value)} />
        {!isFixed && (
          <Select
            label={t('action.type')}
            allowDeselect={false}
            data={types.map((type) => ({ value: type, label: t(`action.types.${type}`) }))}
            value={form.type}
            onChange={(value) => form.setType(types.find((type) => type === value) ?? 'checklist')}
          />
        )}
        {action === null && (
          <Select label={t('action.stage')} placeholder={stages[0]?.name ?? ''} clearable data={stages.map(({ id, name }) => ({ value: String(id), label: name }))} value={form.stage} onChange={form.setStage} />
        )}
        <PersonPicker label={t('action.who')} value={form.who} found={found} nothing={t('picker.nothing')} onSearch={search} onPick={form.setWho} />
        <TextInput type="date" label={t('action.when')} value={form.due} onChange={(event) => form.setDue(event.currentTarget.value)} />
        <Textarea label={t('action.instructions')} autosize minRows={2} value={form.instructions} onChange={(event) => form.setInstructions(event.currentTarget.value)} />
        <Checkbox label={t('strength.hard')} checked={form.isRequired} onChange={(event) => form.setRequired(event.currentTarget.checked)} />
        {form.act.failure !== null && <p className={classes.wrong} role="alert">{form.act.failure}</p>}
        <div className={classes.acts}>
          <Button type="submit" loading={form.act.isPending}>{action === null ? t('action.addNow') : t('page.save')}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}

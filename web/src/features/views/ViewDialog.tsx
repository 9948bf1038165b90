/** Asks for the name of a view, or whether one is to go. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addView, changeView, deleteView, type View, type ViewDefinition } from '@/api/list';
import type { Problem } from '@/api/problem';
import { refusalInFull } from '@/api/refusals';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { Button, Checkbox, Modal, TextInput } from '@/ui/controls';
import classes from './Views.module.css';

export type Asked = { kind: 'new' } | { kind: 'rename' | 'delete'; view: View };

interface Props {
  asked: Asked;
  screen: View['screen'];
  processId: number | null;
  shown: ViewDefinition;
  onChoose: (view: View | null) => void;
  onClose: () => void;
}

function NameForm({ asked, screen, processId, shown, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(asked.kind === 'new' ? '' : asked.view.name);
  const [isShared, setShared] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const done = (saved: View) => {
    announce(t('views.saved', { name: saved.name }));
    if (asked.kind === 'new') onChoose(saved);
    onClose();
  };
  const refused = (problem: Problem) => {
    setFailure(refusalInFull(problem));
    return true;
  };
  const add = useAct(addView, { done, refused });
  const change = useAct(changeView, { done, refused });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked.kind === 'new') add.mutate({ screen, name, is_shared: isShared, process_id: processId, definition: shown });
    else change.mutate({ id: asked.view.id, version: asked.view.version, name });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput label={t('views.name')} value={name} required maxLength={200} error={failure} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      {asked.kind === 'new' && <Checkbox label={t('views.isShared')} description={t('views.sharedHelp')} checked={isShared} onChange={(event) => setShared(event.currentTarget.checked)} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={add.isPending || change.isPending}>{t('views.save')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </form>
  );
}

function Delete({ view, onChoose, onClose }: Pick<Props, 'onChoose' | 'onClose'> & { view: View }) {
  const { t } = useTranslation();
  const act = useAct(deleteView, {
    done: () => {
      announce(t('views.deleted', { name: view.name }));
      onChoose(null);
      onClose();
    },
  });
  return (
    <div className={classes.form}>
      <p>{t('views.deleteHelp')}</p>
      <div className={classes.buttons}>
        <Button loading={act.isPending} onClick={() => act.mutate({ id: view.id })}>{t('views.delete')}</Button>
        <Button variant="default" onClick={onClose} data-autofocus>{t('views.keep')}</Button>
      </div>
    </div>
  );
}

export function ViewDialog(props: Props) {
  const { t } = useTranslation();
  const { asked, onClose } = props;
  const titles = { new: t('views.saveTitle'), rename: t('views.renameTitle'), delete: asked.kind === 'delete' ? t('views.deleteTitle', { name: asked.view.name }) : '' };
  return (
    <Modal opened onClose={onClose} title={titles[asked.kind]} closeButtonProps={{ 'aria-label': t('page.close') }}>
      {asked.kind === 'delete' ? <Delete {...props} view={asked.view} /> : <NameForm {...props} />}
    </Modal>
  );
}

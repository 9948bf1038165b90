/** The field that a note is written in, with what saves it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { commandKey, hasCommand } from '@/lib/keyboard';
import { Button, Textarea } from '@/ui/controls';
import classes from './Notes.module.css';

const LONGEST = 10_000;

interface Props {
  label: string;
  saveLabel?: string;
  text: string;
  onText: (text: string) => void;
  failure: string | null;
  isSaving: boolean;
  isFocused?: boolean;
  onSave: (body: string) => void;
  children?: ReactNode;
}

export function NoteForm({ label, saveLabel, text, onText, failure, isSaving, isFocused = false, onSave, children }: Props) {
  const { t } = useTranslation();
  const save = () => {
    if (text.trim() !== '' && !isSaving) onSave(text);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        label={label}
        value={text}
        error={failure}
        autosize
        minRows={2}
        maxRows={14}
        maxLength={LONGEST}
        dir="auto"
        data-autofocus={isFocused || undefined}
        ref={(field) => {
          if (isFocused && field !== null && document.activeElement === document.body) field.focus();
        }}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !hasCommand(event.nativeEvent)) return;
          event.preventDefault();
          save();
        }}
      />
      <div className={classes.buttons}>
        <Button type="submit" size="compact-sm" loading={isSaving} aria-keyshortcuts="Control+Enter" rightSection={<kbd className={classes.key} aria-hidden>{`${commandKey} ↵`}</kbd>}>{saveLabel ?? t('notes.save')}</Button>
        {children}
      </div>
    </form>
  );
}

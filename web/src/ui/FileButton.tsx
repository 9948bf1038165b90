/** A button that opens the system's choice of files. */
import { useRef } from 'react';
import { Button } from './controls';
import { IconPaperclip } from './icons';

interface Props {
  label: string;
  isMultiple?: boolean;
  isBusy?: boolean;
  hasFocus?: boolean;
  onFiles: (files: File[]) => void;
}

export function FileButton({ label, isMultiple = false, isBusy = false, hasFocus = false, onFiles }: Props) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" data-autofocus={hasFocus || undefined} loading={isBusy} leftSection={<IconPaperclip size={15} aria-hidden />} onClick={() => field.current?.click()}>{label}</Button>
      <input
        ref={field}
        type="file"
        hidden
        multiple={isMultiple}
        aria-label={label}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          // The same file again is a choice as well.
          event.currentTarget.value = '';
          if (chosen.length > 0) onFiles(chosen);
        }}
      />
    </>
  );
}

/** A session that ended asks for the password over the page and goes on where it was. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SignIn } from '@/features/session/SignIn';
import { Modal } from '@/ui/controls';
import { sessionEnded } from '../queries';

export function SessionEnded() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const goOn = () => {
    sessionEnded.set(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={t('signIn.ended')}>
      <SignIn onDone={goOn} />
    </Modal>
  );
}

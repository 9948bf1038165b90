/** The foot of a sheet that is left although something was filled in. */
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/controls';

export function Leaving({ onDrop, onStay }: { onDrop: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <span role="alert">{t('sheet.dropAsk')}</span>
      <Button variant="default" onClick={onDrop}>{t('sheet.drop')}</Button>
      <Button data-autofocus onClick={onStay}>{t('sheet.keep')}</Button>
    </>
  );
}

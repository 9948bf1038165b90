/** The first run without any process. */
import { useTranslation } from 'react-i18next';
import classes from './screens.module.css';

export function NoProcessScreen() {
  const { t } = useTranslation();
  return (
    <div className={classes.message}>
      <h1>{t('page.noProcess')}</h1>
      <p>{t('page.noProcessHelp')}</p>
    </div>
  );
}

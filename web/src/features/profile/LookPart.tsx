/** Theme, density, keys and motion; each acts at once. */
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { useProfile } from '@/api/useProfile';
import { SegmentedControl, Switch } from '@/ui/controls';
import { Part } from './Part';
import classes from './Profile.module.css';

const themes = ['light', 'dark', 'system'] as const;
const densities = ['comfortable', 'compact'] as const;

export function LookPart({ session: { user } }: { session: Session }) {
  const { t } = useTranslation();
  const { mutate } = useProfile();
  const { theme, density, has_shortcuts: hasShortcuts, reduces_motion: reducesMotion } = user.preferences;
  return (
    <Part title={t('profile.look')}>
      <div className={classes.row}>
        <span className={classes.label} id="theme">{t('theme.title')}</span>
        <SegmentedControl aria-labelledby="theme" value={theme} onChange={(value) => mutate({ preferences: { theme: value } })} data={themes.map((value) => ({ value, label: t(`theme.${value}`) }))} />
      </div>
      <div className={classes.row}>
        <span className={classes.label} id="density">{t('profile.density')}</span>
        <SegmentedControl aria-labelledby="density" value={density} onChange={(value) => mutate({ preferences: { density: value } })} data={densities.map((value) => ({ value, label: t(`profile.${value}`) }))} />
      </div>
      <Switch label={t('profile.shortcuts')} description={t('profile.shortcutsHelp')} checked={hasShortcuts} onChange={(event) => mutate({ preferences: { has_shortcuts: event.currentTarget.checked } })} />
      <Switch label={t('profile.motion')} checked={reducesMotion} onChange={(event) => mutate({ preferences: { reduces_motion: event.currentTarget.checked } })} />
    </Part>
  );
}

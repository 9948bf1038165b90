/** What the user block opens: settings, keys, theme, language, sign out; on a phone also what has no place in the bar. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '@/api/acts';
import { sessionQuery } from '@/api/queries';
import { useAct } from '@/api/useAct';
import { useHasGoals } from '@/api/useHasGoals';
import { useProfile } from '@/api/useProfile';
import { openPalette, overlay } from '@/features/palette/opening';
import { languages } from '@/lib/language';
import { paths } from '@/lib/paths';
import { caps } from '@/lib/shortcuts';
import { Menu } from '@/ui/controls';
import { Keys } from '@/ui/Keys';
import { At } from '@/ui/popup';

const themes = ['light', 'dark', 'system'] as const;

/** The menu gives the focus back first, or what opens would lose it again. */
function after(open: () => void) {
  setTimeout(open, 50);
}

export function UserMenuList({ at, onClose }: { at: HTMLElement; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { mutate: change } = useProfile();
  const hasGoals = useHasGoals();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = useAct(signOut, {
    done: () => {
      void navigate({ to: paths.signIn }).then(() => queries.clear());
    },
  });
  const { theme } = session.user.preferences;
  return (
    <Menu opened onClose={onClose} position="top-start" width={240} withinPortal>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => after(openPalette)} rightSection={<Keys caps={caps('mod+k')} />}>{t('nav.search')}</Menu.Item>
        {hasGoals && <Menu.Item onClick={() => void navigate({ to: paths.goals })} rightSection={<Keys caps={caps('g l')} />}>{t('nav.goals')}</Menu.Item>}
        <Menu.Item onClick={() => void navigate({ to: paths.outbox })} rightSection={<Keys caps={caps('g x')} />}>{t('nav.outbox')}</Menu.Item>
        <Menu.Item onClick={() => void navigate({ to: paths.account })} rightSection={<Keys caps={caps('g s')} />}>{t('nav.settings')}</Menu.Item>
        <Menu.Item onClick={() => after(() => overlay.set('keys'))} rightSection={<Keys caps={caps('?')} />}>{t('keys.title')}</Menu.Item>
        <Menu.Label>{t('theme.title')}</Menu.Label>
        {themes.map((its) => (
          <Menu.RadioItem key={its} value={its} checked={its === theme} onChange={() => change({ preferences: { theme: its } })}>
            {t(`theme.${its}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Label>{t('language.title')}</Menu.Label>
        {languages.map((language) => (
          <Menu.RadioItem key={language} value={language} checked={language === i18n.language} lang={language} onChange={() => change({ language })}>
            {t(`language.${language}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate(undefined)}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

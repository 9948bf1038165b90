/** What the user block opens: theme, language, sign out. */
import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '@/api/acts';
import { useAct } from '@/api/useAct';
import { speak } from '@/lib/i18n';
import { languages } from '@/lib/language';
import { paths } from '@/lib/paths';
import { Menu } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { At } from '@/ui/popup';

const schemes = ['light', 'dark', 'auto'] as const;

export function UserMenuList({ at, onClose }: { at: HTMLElement; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = useAct(signOut, {
    done: () => {
      void navigate({ to: paths.signIn }).then(() => queries.clear());
    },
  });
  return (
    <Menu opened onClose={onClose} position="top-start" width={220} withinPortal alignItemsLabels="all" checkIcon={<IconCheck size={15} aria-hidden />}>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('theme.title')}</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme} checked={scheme === colorScheme} onChange={() => setColorScheme(scheme)}>
            {t(`theme.${scheme}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Label>{t('language.title')}</Menu.Label>
        {languages.map((language) => (
          <Menu.RadioItem key={language} value={language} checked={language === i18n.language} lang={language} onChange={() => void speak(language)}>
            {t(`language.${language}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate(undefined)}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Signing in: the line once, then two fields. */
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { SignIn } from '@/features/session/SignIn';
import { Toasts } from '@/ui/Toasts';
import { useTranslation } from 'react-i18next';
import { paths } from '@/lib/paths';

export function SignInScreen() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: paths.signIn });
  const navigate = useNavigate();
  const router = useRouter();
  const enter = () => {
    if (next === undefined) void navigate({ to: paths.home });
    else router.history.push(next);
  };
  return (
    <main>
      <SignIn onDone={enter} />
      <Toasts label={t('page.messages')} closeLabel={t('page.close')} />
    </main>
  );
}

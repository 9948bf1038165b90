/** A new password, which ends what was opened with the old one elsewhere. */
import { useTranslation } from 'react-i18next';
import { changePassword } from '@/api/profile';
import { refusalSentence } from '@/api/refusals';
import type { Session } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Button, PasswordInput, useForm } from '@/ui/controls';
import { Part } from './Part';
import classes from './Profile.module.css';
import { tellDone } from '@/lib/telling';

export function PasswordPart({ session: { user } }: { session: Session }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { current: '', wanted: '' } });
  const change = useAct(changePassword, {
    done: () => {
      form.reset();
      tellDone(t('profile.passwordChanged'));
    },
    refused: (problem) => {
      const isCurrent = problem.missing.some(({ name }) => name === 'current_password');
      const said = problem.missing.map(({ remedy }) => remedy).join(' ');
      form.setFieldError(isCurrent ? 'current' : 'wanted', isCurrent ? t('profile.currentWrong') : said || refusalSentence(problem));
      return true;
    },
  });
  const show = { 'aria-label': t('signIn.show') };
  return (
    <Part title={t('signIn.password')} help={t('profile.passwordHelp')}>
      <form className={classes.form} onSubmit={form.onSubmit(({ current, wanted }) => change.mutate({ id: user.id, password: wanted, current_password: current }))}>
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordInput label={t('profile.current')} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={show} {...form.getInputProps('current')} />
        <PasswordInput label={t('profile.wanted')} description={t('profile.wantedHelp')} autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={show} {...form.getInputProps('wanted')} />
        <Button type="submit" variant="default" loading={change.isPending}>{t('profile.changePassword')}</Button>
      </form>
    </Part>
  );
}

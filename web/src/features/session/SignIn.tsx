/** The sign-in form, on its own page and again in a sheet when a session has ended. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signIn } from '@/api/acts';
import { keepToken } from '@/api/client';
import { keys } from '@/api/keys';
import { refusalSentence } from '@/api/refusals';
import { useAct } from '@/api/useAct';
import { Alert, Button, PasswordInput, TextInput, useForm } from '@/ui/controls';
import { Brand } from '@/ui/Brand';
import classes from './SignIn.module.css';

function Line() {
  return (
    <svg className={classes.line} viewBox="0 0 360 24" aria-hidden>
      <path d="M8 12H352" />
      {[8, 94, 180, 266, 352].map((x, place) => (
        <circle key={x} cx={x} cy="12" r="6" data-place={place + 1} />
      ))}
    </svg>
  );
}

export function SignIn({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const act = useAct(signIn, {
    done: (session) => {
      keepToken(session.csrf_token);
      queries.setQueryData(keys.session, session);
      onDone();
    },
    refused: (problem) => {
      form.setFieldError('password', refusalSentence(problem));
      return true;
    },
  });
  return (
    <div className={classes.page}>
      <Line />
      <h1 className={classes.title}>
        <Brand />
        {t('product')}
      </h1>
      <form className={classes.form} onSubmit={form.onSubmit((values) => act.mutate(values))}>
        {form.errors.password !== undefined && <Alert color="brick" role="alert">{form.errors.password}</Alert>}
        <TextInput label={t('signIn.email')} type="email" autoComplete="username" required withAsterisk={false} {...form.getInputProps('email')} />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps('password')}
          error={form.errors.password !== undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Button type="submit" loading={act.isPending}>{t('signIn.enter')}</Button>
      </form>
    </div>
  );
}

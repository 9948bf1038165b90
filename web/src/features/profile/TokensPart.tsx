/** Tokens with which programs act in one's name: made, shown once, revoked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makeToken, revokeToken, tokensQuery, type TokenScope } from '@/api/profile';
import type { Session } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { Alert, Button, Select, TextInput, useForm } from '@/ui/controls';
import { Part } from './Part';
import classes from './Profile.module.css';

const scopes = ['read', 'write', 'admin'] as const;
const DAYS = 90;

function isScope(value: string): value is TokenScope {
  return scopes.some((scope) => scope === value);
}

export function TokensPart({ session: { user } }: { session: Session }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: tokens = [] } = useQuery(tokensQuery);
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm({ initialValues: { name: '', scope: 'read' }, validate: { name: (name) => (name.trim() === '' ? t('profile.tokenNameMissing') : null) } });
  const make = useAct(makeToken, {
    done: (made) => {
      setSecret(made.secret);
      form.reset();
    },
  });
  const revoke = useAct(revokeToken);
  const own = tokens.filter((token) => token.user.id === user.id && token.revoked_at === null);
  const offered = scopes.filter((scope) => scope !== 'admin' || user.rights.includes('administer'));
  const save = form.onSubmit(({ name, scope }) => {
    if (isScope(scope)) make.mutate({ name: name.trim(), scopes: [scope], days: DAYS });
  });
  return (
    <Part title={t('profile.tokens')} help={t('profile.tokensHelp')}>
      {own.length > 0 && (
        <ul className={classes.tokens}>
          {own.map(({ id, name, scopes: its, expires_at: until }) => (
            <li key={id} className={classes.token}>
              <b>{name}</b>
              <span>{t('profile.tokenUntil', { scope: its.map((scope) => t(`profile.scope.${scope}`)).join(', '), day: formats.instant(until) })}</span>
              <Button size="compact-xs" variant="default" onClick={() => revoke.mutate({ id })} aria-label={t('profile.revokeNamed', { name })}>{t('profile.revoke')}</Button>
            </li>
          ))}
        </ul>
      )}
      {secret !== null && (
        <Alert color="petrol" role="status" title={t('profile.tokenMade')} withCloseButton closeButtonLabel={t('page.close')} onClose={() => setSecret(null)}>
          <code className={classes.secret}>{secret}</code>
        </Alert>
      )}
      <form className={classes.form} onSubmit={save} noValidate>
        <TextInput label={t('profile.tokenName')} {...form.getInputProps('name')} />
        <Select label={t('profile.tokenScope')} allowDeselect={false} data={offered.map((value) => ({ value, label: t(`profile.scope.${value}`) }))} {...form.getInputProps('scope')} />
        <Button type="submit" variant="default" loading={make.isPending}>{t('profile.makeToken')}</Button>
      </form>
    </Part>
  );
}

/** Name, language and time zone. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { useProfile } from '@/api/useProfile';
import { languages, type Language } from '@/lib/language';
import { tellDone } from '@/lib/telling';
import { Button, Select, TextInput, useForm } from '@/ui/controls';
import { Part } from './Part';
import classes from './Profile.module.css';

// An empty value is what follows the browser or the organisation.
const FOLLOWS = '';

export function PersonPart({ session: { user, organisation } }: { session: Session }) {
  const { t } = useTranslation();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const form = useForm({
    initialValues: { name: user.name, language: user.language ?? FOLLOWS, zone: user.zone ?? FOLLOWS },
    validate: { name: (name) => (name.trim() === '' ? t('profile.nameMissing') : null) },
  });
  const profile = useProfile(() => {
    tellDone(t('profile.saved'));
  });
  const save = form.onSubmit(({ name, language, zone }) =>
    profile.mutate({ name: name.trim(), language: languages.find((its): its is Language => its === language) ?? null, zone: zone === FOLLOWS ? null : zone }),
  );
  return (
    <Part title={t('profile.person')}>
      <form className={classes.form} onSubmit={save} noValidate>
        <TextInput label={t('field.name')} autoComplete="name" required withAsterisk={false} {...form.getInputProps('name')} />
        <TextInput label={t('signIn.email')} value={user.email} readOnly description={t('profile.emailHelp')} />
        <Select
          label={t('language.title')}
          allowDeselect={false}
          data={[{ value: FOLLOWS, label: t('profile.browserLanguage') }, ...languages.map((value) => ({ value, label: t(`language.${value}`) }))]}
          {...form.getInputProps('language')}
        />
        <Select
          label={t('profile.zone')}
          description={t('profile.zoneHelp')}
          searchable
          allowDeselect={false}
          limit={60}
          data={[{ value: FOLLOWS, label: t('profile.organisationZone', { zone: organisation.zone }) }, ...zones]}
          {...form.getInputProps('zone')}
        />
        <Button type="submit" loading={profile.isPending}>{t('page.save')}</Button>
      </form>
    </Part>
  );
}

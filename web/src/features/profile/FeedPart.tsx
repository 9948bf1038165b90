/** The private address of one's calendar for other programs: made, shown once, renewed, switched off. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { feedQuery, makeFeed, removeFeed } from '@/api/profile';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { anchors } from '@/lib/paths';
import { tellDone } from '@/lib/telling';
import { Alert, Button, Skeleton } from '@/ui/controls';
import { Part } from './Part';
import classes from './Profile.module.css';

function Address({ address, onClose }: { address: string; onClose: () => void }) {
  const { t } = useTranslation();
  const copy = () => {
    navigator.clipboard.writeText(address).then(
      () => tellDone(t('profile.feedCopied')),
      () => tellDone(t('profile.feedNotCopied')),
    );
  };
  return (
    <Alert color="petrol" role="status" title={t('profile.feedMade')} withCloseButton closeButtonLabel={t('page.close')} onClose={onClose}>
      <code className={classes.secret}>{address}</code>
      <div className={classes.acts}>
        <Button size="compact-xs" variant="default" onClick={copy}>{t('profile.feedCopy')}</Button>
      </div>
    </Alert>
  );
}

export function FeedPart() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: feed } = useQuery(feedQuery);
  const [address, setAddress] = useState<string | null>(null);
  const make = useAct(makeFeed, { done: (made) => setAddress(made.address) });
  const remove = useAct(removeFeed, {
    done: () => {
      setAddress(null);
      tellDone(t('profile.feedRemoved'));
    },
  });
  const since = feed?.created_at ?? null;
  return (
    <Part anchor={anchors.feed} title={t('profile.feed')} help={t('profile.feedHelp')}>
      {feed === undefined && <Skeleton height={40} />}
      {feed !== undefined && <p className={classes.help}>{since === null ? t('profile.feedOff') : t('profile.feedSince', { day: formats.instant(since) })}</p>}
      {address !== null && <Address address={address} onClose={() => setAddress(null)} />}
      <div className={classes.acts}>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate({})}>{since === null ? t('profile.makeFeed') : t('profile.renewFeed')}</Button>
        {since !== null && <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate({})}>{t('profile.removeFeed')}</Button>}
      </div>
    </Part>
  );
}

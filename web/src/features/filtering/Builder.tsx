/** Builds a condition: groups of checks of which all must hold, and of the groups one. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsValue } from '@/api/asking';
import { groupsOf, withGroups, type Check, type Filter } from '@/api/filter';
import { Button } from '@/ui/controls';
import { IconPlus } from '@/ui/icons';
import { Sheet } from '@/ui/Sheet';
import { CheckLine } from './CheckLine';
import classes from './Filtering.module.css';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  onClose: () => void;
}

interface Draft {
  key: number;
  check: Check;
}

const MOST_GROUPS = 10;
const MOST_CHECKS = 10;
let last = 0;

function drafted(check: Check): Draft {
  last += 1;
  return { key: last, check };
}

const fresh = (): Draft => drafted({ field: 'name', is: 'contains' });

function begun(filter: Filter): Draft[][] {
  const groups = (groupsOf(filter) ?? []).filter((group) => group.length > 0).map((group) => group.map((check) => drafted(check)));
  return groups.length > 0 ? groups : [[fresh()]];
}

function isWhole({ is, value }: Check): boolean {
  return !needsValue(is) || (value !== undefined && value !== '' && !Number.isNaN(value));
}

export function Builder({ filter, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const [groups, setGroups] = useState(() => begun(filter));
  const [isAsked, setAsked] = useState(false);
  const isReady = groups.every((group) => group.every(({ check }) => isWhole(check)));
  const change = (at: number, group: Draft[]) => setGroups(groups.with(at, group).filter(({ length }) => length > 0));
  const apply = () => {
    setAsked(true);
    if (!isReady) return;
    onChange(withGroups(filter, groups.map((group) => group.map(({ check }) => check))));
    onClose();
  };
  const foot = (
    <>
      <Button onClick={apply}>{t('filter.apply')}</Button>
      <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      {isAsked && !isReady && <p role="alert" className={classes.lacking}>{t('filter.notWhole')}</p>}
    </>
  );
  return (
    <Sheet title={t('filter.builder')} foot={foot} closeLabel={t('page.close')} onClose={onClose} onCommandEnter={apply}>
      <div className={classes.groups}>
        {groups.map((group, at) => (
          <fieldset key={group[0]?.key} className={classes.group}>
            <legend>{at === 0 ? t('filter.allOf') : t('filter.orAllOf')}</legend>
            <ul>
              {group.map(({ key, check }, place) => (
                <CheckLine
                  key={key}
                  check={check}
                  place={place + 1}
                  onChange={(next) => change(at, group.with(place, { key, check: next }))}
                  onRemove={() => change(at, group.toSpliced(place, 1))}
                />
              ))}
            </ul>
            {group.length < MOST_CHECKS && (
              <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change(at, [...group, fresh()])}>{t('filter.and')}</Button>
            )}
          </fieldset>
        ))}
        {groups.length < MOST_GROUPS && (
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setGroups([...groups, [fresh()]])}>{t(groups.length === 0 ? 'filter.addGroup' : 'filter.or')}</Button>
        )}
      </div>
    </Sheet>
  );
}

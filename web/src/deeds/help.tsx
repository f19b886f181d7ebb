import { Modal, Switch } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useKept } from '../state/kept.ts';
import { useWords } from '../words/index.ts';
import type { Deed, DeedGroup } from './deed.ts';
import classes from './deeds.module.css';
import { KeyCap } from './key-cap.tsx';
import { singleKeys } from './use-deed-keys.ts';

type Shown = Pick<Deed<never>, 'id' | 'group' | 'label' | 'keys' | 'keysInHelp' | 'isInHelp'>;

/** What the panel that is open lets one do; each panel puts its deeds here while it is there. */
let shown: readonly Shown[] = [];
const hearers = new Set<() => void>();

export function showInHelp(deeds: readonly Shown[]): () => void {
  shown = deeds;
  for (const hear of hearers) hear();
  return () => {
    if (shown === deeds) shown = [];
  };
}

const subscribe = (hear: () => void): (() => void) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};

export function Help({
  pageDeeds,
  opened,
  onClose,
}: {
  readonly pageDeeds: readonly Shown[];
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const isOn = useKept(singleKeys) === 'on';
  const panelDeeds = useSyncExternalStore(subscribe, () => shown);
  const deeds = [...panelDeeds, ...pageDeeds].filter(
    (deed) => deed.isInHelp !== false && deed.keys.length > 0,
  );
  const groups = Object.keys(words.keys.groups) as DeedGroup[];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.keys.title}
      size="xl"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      <div className={classes.help}>
        {groups.map((group) => {
          const own = deeds.filter((deed) => deed.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group} className={classes.group}>
              <h3>{words.keys.groups[group]}</h3>
              <dl>
                {own.map((deed) => (
                  <div key={deed.id} className={classes.line}>
                    <dt>{deed.label(words)}</dt>
                    <dd>
                      {(deed.keysInHelp === undefined ? deed.keys : [deed.keysInHelp]).map((key) => (
                        <KeyCap key={key} shortcut={key} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <Switch
        checked={isOn}
        onChange={(event) => singleKeys.set(event.currentTarget.checked ? 'on' : 'off')}
        label={words.keys.singleKeys}
        description={words.keys.singleKeysHelp}
      />
    </Modal>
  );
}

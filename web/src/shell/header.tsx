import { useMantineColorScheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { runEvents } from '../api/run-events.ts';
import { shareText } from '../format/numbers.ts';
import { useKept } from '../state/kept.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { language } from '../words/language.ts';
import { colorScheme, nextColorScheme } from './color-scheme.ts';
import { HALF, KEYBOARD, MOON, SUN } from './icons.tsx';
import { PANELS } from './panels.ts';
import { Link } from './router.tsx';
import classes from './shell.module.css';

const ICONS = { auto: HALF, light: SUN, dark: MOON };

export function Header({ path, onHelp }: { readonly path: string; readonly onHelp: () => void }) {
  const words = useWords();
  const scheme = useKept(colorScheme);
  const { setColorScheme } = useMantineColorScheme();
  const nextLanguage = useLanguage() === 'en' ? 'pt' : 'en';
  return (
    <header className={classes.header}>
      <span className={classes.brand}>
        <img src="/favicon.svg" width="22" height="22" alt="" />
        <span className={classes.brandName}>photo-tag</span>
      </span>
      <nav className={classes.nav} aria-label={words.shell.panels}>
        {PANELS.map(({ name, path: to, icon }) => (
          <Link key={name} to={to} isCurrent={path === to} className={classes.tab}>
            <span className={classes.tabIcon}>{icon}</span>
            {words.panels[name]}
          </Link>
        ))}
      </nav>
      <span className={classes.rest} />
      <RunningNow />
      <button
        type="button"
        className={classes.tool}
        title={words.shell.languageHelp}
        aria-label={`${nextLanguage.toUpperCase()}: ${words.shell.languageHelp}`}
        onClick={() => language.set(nextLanguage)}
      >
        {nextLanguage.toUpperCase()}
      </button>
      <button
        type="button"
        className={classes.tool}
        title={words.shell.colorScheme[scheme]}
        aria-label={`${words.shell.nextColorScheme}: ${words.shell.colorScheme[scheme]}`}
        onClick={() => setColorScheme(nextColorScheme(scheme))}
      >
        {ICONS[scheme]}
      </button>
      <button
        type="button"
        className={classes.tool}
        title={`${words.keys.help} (?)`}
        aria-label={words.keys.help}
        onClick={onHelp}
      >
        {KEYBOARD}
      </button>
    </header>
  );
}

/** While a run is at work, its stage and how far that is; a link to the panel. */
function RunningNow() {
  const words = useWords();
  const language = useLanguage();
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  const step = run?.endedAt === null ? run.steps.find(({ state }) => state === 'running') : undefined;
  if (step === undefined) return null;
  const { done, total } = step.progress ?? { done: 0, total: 0 };
  return (
    <Link to="/run" className={classes.running}>
      <span className={classes.runningStage}>{words.run.stages[step.stage] ?? step.stage}</span>
      <span>{total > 0 ? shareText(Math.min(1, done / total), language) : ''}</span>
    </Link>
  );
}

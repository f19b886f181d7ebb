import { Suspense, useEffect, useMemo, useState } from 'react';
import type { Deed } from '../deeds/deed.ts';
import { Help } from '../deeds/help.tsx';
import { useDeedKeys } from '../deeds/use-deed-keys.ts';
import frame from '../look/frame.module.css';
import { useLanguage, useWords } from '../words/index.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { Header } from './header.tsx';
import { Home } from './home.tsx';
import { PANELS } from './panels.ts';
import { usePath } from './router.tsx';
import classes from './shell.module.css';

export function App() {
  const words = useWords();
  const language = useLanguage();
  const path = usePath();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const pageDeeds = useMemo<readonly Deed<null>[]>(
    () => [
      {
        id: 'help',
        group: 'page',
        label: (words) => words.keys.help,
        keys: ['?'],
        isAllowed: () => true,
        run: () => setHelpOpen(true),
      },
    ],
    [],
  );
  useDeedKeys(pageDeeds, null);
  const panel = PANELS.find((one) => one.path === path);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = panel === undefined ? 'photo-tag' : `${words.panels[panel.name]} · photo-tag`;
  }, [language, panel, words]);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {words.shell.skipToContent}
      </a>
      <Header path={path} onHelp={() => setHelpOpen(true)} />
      <ConnectionBanner />
      <main id="content" className={frame.main} tabIndex={-1}>
        <FaultBoundary key={path}>
          <Suspense fallback={<p className={classes.loading}>{words.shell.loading}</p>}>
            {panel === undefined ? <Home /> : <panel.Component />}
          </Suspense>
        </FaultBoundary>
      </main>
      <Help pageDeeds={pageDeeds} opened={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

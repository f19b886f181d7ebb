import './look/mantine.ts';
import './look/look.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AskProblem } from './api/ask.ts';
import { runEvents } from './api/run-events.ts';
import { theme } from './look/mantine.ts';
import { App } from './shell/app.tsx';
import { colorSchemeManager } from './shell/color-scheme.ts';
import { keepSending } from './state/queue-of-page.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnWindowFocus: false,
      retry: (tries, error) => error instanceof AskProblem && error.mayPass && tries < 2,
    },
  },
});

/** The one style element that the library adds is allowed by it (see src/http/pages.ts). */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

let wasAtWork = false;
runEvents.subscribe(() => {
  const isAtWork = runEvents.run !== null && runEvents.run.endedAt === null;
  // What a run changed is in all that was asked before.
  if (wasAtWork && !isAtWork) void queries.invalidateQueries();
  wasAtWork = isAtWork;
});
runEvents.open();
keepSending();
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';
import { isKept } from './leaving.ts';

/** The panel that is open is the path of the address, and nowhere else. */
const hearers = new Set<() => void>();
/** Where the browser was before it went back or forth by itself. */
let shown = '';
const tell = (): void => {
  shown = location.pathname + location.search;
  for (const hear of hearers) hear();
};

function onPopState(): void {
  const asked = location.pathname + location.search;
  if (location.pathname !== pathOf(shown) && isKept(() => go(asked))) history.pushState(null, '', shown);
  else tell();
}

function subscribe(hear: () => void): () => void {
  if (hearers.size === 0) {
    shown = location.pathname + location.search;
    window.addEventListener('popstate', onPopState);
  }
  hearers.add(hear);
  return () => {
    hearers.delete(hear);
    if (hearers.size === 0) window.removeEventListener('popstate', onPopState);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

export const useSearch = (): string => useSyncExternalStore(subscribe, () => location.search);

/** Goes there, unless the panel that is open has something to lose and the user stays. */
export function navigate(to: string, { replace = false } = {}): void {
  if (pathOf(to) === location.pathname || !isKept(() => go(to))) go(to, replace);
}

function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
}

const pathOf = (address: string): string => address.split('?', 1)[0]!;

export function Link(props: {
  readonly to: string;
  readonly isCurrent?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const { to, isCurrent, className, children } = props;
  const onClick = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={to} className={className} aria-current={isCurrent ? 'page' : undefined} onClick={onClick}>
      {children}
    </a>
  );
}

import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';

/** The panel that is open is the path of the address, and nowhere else. */
const hearers = new Set<() => void>();
const tell = (): void => {
  for (const hear of hearers) hear();
};

function subscribe(hear: () => void): () => void {
  if (hearers.size === 0) window.addEventListener('popstate', tell);
  hearers.add(hear);
  return () => {
    hearers.delete(hear);
    if (hearers.size === 0) window.removeEventListener('popstate', tell);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

export const useSearch = (): string => useSyncExternalStore(subscribe, () => location.search);

export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
}

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

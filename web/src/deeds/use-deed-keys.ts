import { useEffect, useRef } from 'react';
import { Kept } from '../state/kept.ts';
import { type Deed, deedOf, type StrokeTarget } from './deed.ts';

/** Kept by this browser. */
export const singleKeys = new Kept<'on' | 'off'>('single-keys', ['on', 'off'], 'on');

/** Deeds by key, as long as the component is there. */
export function useDeedKeys<Context>(deeds: readonly Deed<Context>[], context: Context): void {
  const newest = useRef({ deeds, context });
  newest.current = { deeds, context };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const { deeds, context } = newest.current;
      const deed = deedOf(deeds, context, event, targetOf(event.target), singleKeys.value === 'on');
      if (deed === null) return;
      event.preventDefault();
      deed.run(context);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function targetOf(target: EventTarget | null): StrokeTarget {
  const element = target instanceof Element ? target : null;
  const isInDialog = document.querySelector('[aria-modal="true"]') !== null;
  const field = element?.closest('input, textarea, select, [contenteditable="true"]');
  const isText =
    field != null && !(field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type));
  const isPressable = element?.closest('button, a[href], summary, input') != null;
  return { isText, isPressable, isInDialog };
}

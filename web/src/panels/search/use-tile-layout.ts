import { type RefObject, useLayoutEffect, useState } from 'react';
import { type GridLayout, layoutOf } from './grid.ts';

/** How tiles lie in an element that scrolls, as wide as it is now. @param wishedPx width of a tile, about */
export function useTileLayout(scroller: RefObject<HTMLElement | null>, wishedPx?: number): GridLayout {
  const [layout, setLayout] = useState(() => layoutOf(Math.max(320, innerWidth - 40), wishedPx));
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      const room = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      const next = layoutOf(room, wishedPx);
      setLayout((before) =>
        before.columns === next.columns && before.tilePx === next.tilePx ? before : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, wishedPx]);
  return layout;
}

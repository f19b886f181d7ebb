import { useRef, useState } from 'react';
import type { Cluster } from '../../api/wire.ts';

/** As many as one request may name. */
export const MOST_SELECTED = 1000;

export type Selection = ReadonlyMap<string, Cluster>;

const NOTHING: Selection = new Map();

/** Clusters that decisions go to. Kept in memory: it ends with the page. */
export function useSelection(between: (from: number, to: number) => Promise<Cluster[]>) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  /** Place of the one that was selected last. */
  const anchor = useRef<number | null>(null);
  return {
    selection,
    clear: () => {
      anchor.current = null;
      setSelection(NOTHING);
    },
    toggle: (cluster: Cluster, at: number) => {
      anchor.current = at;
      setSelection((before) => {
        const after = new Map(before);
        if (!after.delete(cluster.id) && after.size < MOST_SELECTED) after.set(cluster.id, cluster);
        return after;
      });
    },
    /**
     * All from the one that was selected last, or from `from` where none was.
     * @returns whether they were few enough
     */
    extend: async (from: number, to: number): Promise<boolean> => {
      const start = anchor.current ?? from;
      const [first, last] = [Math.min(start, to), Math.max(start, to)];
      if (last - first >= MOST_SELECTED) return false;
      const clusters = await between(first, last);
      anchor.current = to;
      setSelection((before) => {
        const after = new Map([...before, ...clusters.map((one): [string, Cluster] => [one.id, one])]);
        return after.size > MOST_SELECTED ? before : after;
      });
      return true;
    },
  };
}

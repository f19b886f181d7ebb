import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AlikeRow, Cluster, Decision } from '../../../api/wire.ts';
import { resizeTiles } from '../grid/tile-size.ts';
import type { AlikeContext } from './alike-deeds.ts';
import { answerOf, askedOf, decisionsFor, partKey, tagsGiven, totals, usualParts } from './answer.ts';
import { alikeQuery } from './use-offer.ts';

interface Wanted {
  readonly of: Cluster;
  readonly columns: number;
  readonly onClose: () => void;
  readonly onDecide: (decisions: readonly Decision[], clusters: readonly string[]) => void;
}

/** Who gets the answer: as it was found, but for what the user chose otherwise. Kept as long as it is open. */
export function useAlike({ of, columns, onClose, onDecide }: Wanted) {
  const parts = useMemo(() => answerOf(of), [of]);
  const [chosenParts, setChosenParts] = useState(() => usualParts(parts));
  /** Clusters that the user turned the other way. */
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const answer = useQuery({
    ...alikeQuery(of.id, askedOf(parts, chosenParts)),
    placeholderData: keepPreviousData,
    refetchOnMount: true,
  });
  const rows = useMemo(
    () => (answer.data?.rows ?? []).filter((row) => tagsGiven(row, parts, chosenParts).length > 0),
    [answer.data, parts, chosenParts],
  );
  const isChosen = (row: AlikeRow): boolean => row.isAlike !== turned.has(row.id);
  const chosen = rows.filter(isChosen);
  const alike = rows.filter((row) => row.isAlike);
  const turn = (ids: readonly string[]): void =>
    setTurned((before) => {
      const after = new Set(before);
      for (const id of ids) if (!after.delete(id)) after.add(id);
      return after;
    });
  const context: AlikeContext = {
    at: Math.min(at, Math.max(0, rows.length - 1)),
    total: rows.length,
    columns,
    chosen: chosen.length,
    parts: parts.length,
    go: setAt,
    toggle: (place) => {
      setAt(place);
      turn([rows[place]!.id]);
    },
    toggleAll: () => {
      const isAll = alike.every(isChosen);
      turn(alike.filter((row) => isChosen(row) === isAll).map(({ id }) => id));
    },
    togglePart: (place) =>
      setChosenParts((before) => {
        const after = new Set(before);
        const key = partKey(parts[place]!);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    confirm: () =>
      onDecide(
        decisionsFor(of, chosen, parts, chosenParts),
        chosen.map(({ id }) => id),
      ),
    cancel: onClose,
    resizeTiles,
  };
  return {
    context,
    answer,
    parts,
    chosenParts,
    rows,
    /** Of the rows, how many are alike: the others come behind. */
    alike: alike.length,
    isChosen,
    totals: totals(chosen, parts, chosenParts),
    /** For how many of the chosen clusters a part is. */
    countOf: (place: number): number =>
      chosen.filter(({ tags }) => tags.some((tag) => tag.place === place)).length,
  };
}

export type AlikeState = ReturnType<typeof useAlike>;

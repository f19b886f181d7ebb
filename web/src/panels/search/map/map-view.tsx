import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ask } from '../../../api/ask.ts';
import type { ClusterMap } from '../../../api/wire.ts';
import { countText, shareText } from '../../../format/numbers.ts';
import { Empty, Trouble } from '../../../shell/notice.tsx';
import { navigate } from '../../../shell/router.tsx';
import shell from '../../../shell/shell.module.css';
import { Kept, useKept } from '../../../state/kept.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import { thumbnailUrl } from '../../review/pictures.ts';
import { COLOURINGS, type Colouring, type LegendEntry, legendOf } from './colours.ts';
import classes from './map.module.css';
import { type CanvasHandle, MapCanvas, MODES, type Mode } from './map-canvas.tsx';

const ASK_AGAIN_MILLIS = 1500;

/** Kept by this browser. */
const colouring = new Kept<Colouring>('map-colours', COLOURINGS, 'label');

interface Props {
  /** Ids of the clusters that are chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** All clusters on a plane, with what colours mean; what is chosen becomes the photos found. */
export function MapView({ chosen, onChoose }: Props) {
  const words = useWords();
  const language = useLanguage();
  const asked = useQuery({
    queryKey: ['cluster-map'],
    queryFn: ({ signal }) => ask<ClusterMap>('/clusters-map', { signal }),
    refetchInterval: ({ state }) => (state.data?.making == null ? false : ASK_AGAIN_MILLIS),
  });
  const { data, error } = asked;
  if (error) return <Trouble error={error} onRetry={() => void asked.refetch()} />;
  if (data === undefined) return <p className={shell.loading}>{words.shell.loading}</p>;
  const making =
    data.making === null ? null : (
      <div className={classes.making} role="status">
        <progress aria-label={words.map.title} value={data.making} max={1} />{' '}
        {data.points.id.length > 0 && words.map.old} {words.map.arranging(shareText(data.making, language))}
      </div>
    );
  if (data.points.id.length === 0) {
    if (making !== null) {
      return (
        <div className={shell.empty}>
          <h1>{words.map.title}</h1>
          {making}
        </div>
      );
    }
    return (
      <Empty title={words.map.emptyTitle} text={data.problem ?? words.map.emptyText}>
        <Button onClick={() => navigate('/run')}>{words.review.toRun}</Button>
      </Empty>
    );
  }
  return (
    <div className={classes.column}>
      <h1 className="hidden">{words.map.title}</h1>
      {making}
      {data.problem !== null && (
        <p className={classes.making} role="alert">
          {words.map.failed}: {data.problem}
        </p>
      )}
      <Arranged data={data} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

function Arranged({ data, chosen, onChoose }: Props & { readonly data: ClusterMap }) {
  const words = useWords();
  const language = useLanguage();
  const by = useKept(colouring);
  const [mode, setMode] = useState<Mode>('move');
  const [currentId, setCurrent] = useState<string | null>(null);
  const handle = useRef<CanvasHandle>(null);
  const { points } = data;
  const placeOf = useMemo(() => new Map(points.id.map((id, i) => [id, i])), [points]);
  const legend = useMemo(() => legendOf(data, by, words.map), [data, by, words]);
  const columns = useMemo(() => {
    const colour = new Uint8Array(points.id.length);
    for (const [entry, { places }] of legend.entries()) for (const place of places) colour[place] = entry;
    return {
      x: Float32Array.from(points.x),
      y: Float32Array.from(points.y),
      medoid: points.medoid,
      photos: points.photos,
      colour,
      palette: legend.map((entry) => entry.colour),
    };
  }, [points, legend]);
  const current = currentId === null ? -1 : (placeOf.get(currentId) ?? -1);
  const map = useMemo(
    () => ({ ...columns, current, chosen: new Set([...chosen].flatMap((id) => placeOf.get(id) ?? [])) }),
    [columns, current, chosen, placeOf],
  );
  const open = (place: number): void =>
    navigate(`/review?${new URLSearchParams({ state: 'all', cluster: points.id[place]! })}`);
  const count = (number: number): string => countText(number, language);
  return (
    <section className={classes.map} aria-label={words.map.title}>
      <div className={classes.tools}>
        <Choices legend={words.map.colourBy}>
          {COLOURINGS.map((one) => (
            <Toggle key={one} isOn={by === one} onPress={() => colouring.set(one)}>
              {words.map.colourings[one]}
            </Toggle>
          ))}
        </Choices>
        <Choices legend={words.map.modes}>
          {MODES.map((one) => (
            <Toggle key={one} isOn={mode === one} onPress={() => setMode(one)}>
              {words.map.mode[one]}
            </Toggle>
          ))}
        </Choices>
        <span className={classes.zoom}>
          <Button
            variant="default"
            aria-label={words.map.farther}
            onClick={() => handle.current?.zoom(1 / 1.6)}
          >
            −
          </Button>
          <Button variant="default" aria-label={words.map.nearer} onClick={() => handle.current?.zoom(1.6)}>
            +
          </Button>
          <Button variant="default" onClick={() => handle.current?.whole()}>
            {words.map.whole}
          </Button>
        </span>
        <span className={classes.dim}>
          {words.map.count(count(points.id.length), count(data.clusters))}. {words.map.hint}
        </span>
      </div>
      <div className={classes.stage}>
        <MapCanvas
          map={map}
          mode={mode}
          handle={handle}
          onCurrent={(place) => setCurrent(points.id[place] ?? null)}
          onOpen={open}
          onToggle={(place) => {
            const after = new Set(chosen);
            if (!after.delete(points.id[place]!)) after.add(points.id[place]!);
            onChoose(after);
          }}
          onLine={(places) => onChoose(new Set(places.map((place) => points.id[place]!)))}
        />
        {current >= 0 && (
          <Card
            medoid={points.medoid[current]!}
            label={legend[columns.colour[current]!]?.label ?? ''}
            photos={points.photos[current]!}
            place={`${count(current + 1)} / ${count(points.id.length)}`}
            onOpen={() => open(current)}
          />
        )}
      </div>
      <ul className={classes.legend} aria-label={words.map.legend}>
        {legend.map((entry) => (
          <Entry
            key={entry.label}
            entry={entry}
            onPress={() => onChoose(new Set(entry.places.map((place) => points.id[place]!)))}
          />
        ))}
      </ul>
    </section>
  );
}

/** The cluster under the pointer or with the keys. */
function Card(props: {
  readonly medoid: string;
  readonly label: string;
  readonly photos: number;
  readonly place: string;
  readonly onOpen: () => void;
}) {
  const { medoid, label, photos, place, onOpen } = props;
  const words = useWords().map;
  const language = useLanguage();
  const text = words.cluster(photos, countText(photos, language));
  return (
    <div className={classes.card}>
      <img src={thumbnailUrl(medoid, 320)} alt="" />
      <p aria-hidden="true">
        <b>{label}</b> · {text}
      </p>
      <p className="hidden" aria-live="polite">
        {words.announce(label, text, place)}
      </p>
      <Button size="compact-sm" variant="default" onClick={onOpen}>
        {words.open}
      </Button>
    </div>
  );
}

function Entry({ entry, onPress }: { readonly entry: LegendEntry; readonly onPress: () => void }) {
  const words = useWords().map;
  const language = useLanguage();
  const count = countText(entry.places.length, language);
  return (
    <li>
      <button type="button" aria-label={words.entry(entry.label, count)} onClick={onPress}>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="5" fill={entry.colour} />
        </svg>
        {entry.label} <span className={classes.dim}>{count}</span>
      </button>
    </li>
  );
}

function Choices({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className={classes.choices}>
      <legend className="hidden">{legend}</legend>
      {children}
    </fieldset>
  );
}

function Toggle(props: {
  readonly isOn: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className={classes.toggle} aria-pressed={props.isOn} onClick={props.onPress}>
      {props.children}
    </button>
  );
}

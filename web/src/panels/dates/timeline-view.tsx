import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DateRunDetails } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { shiftText, wallMillis, wallOf } from '../../format/shift.ts';
import { intervalText, tickText } from '../../format/wall-time.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './dates.module.css';
import { type Domain, extentOf, placeOf, ticksOf, timelineOf } from './timeline.ts';

/** What is being typed, as the server would do it. Wall-clock milliseconds. */
export interface TimelinePreview {
  /** Added to the clock of each; null where they are put into an interval. */
  readonly shiftMillis: number | null;
  readonly decided: Domain;
}

interface Props {
  readonly details: DateRunDetails;
  readonly sample: string | null;
  readonly preview: TimelinePreview | null;
}

const LANE = 24;
const BEFORE_Y = 22;
const AFTER_Y = 112;
const HEIGHT = 176;
const NEAR_Y = AFTER_Y + LANE + 6;
/** A label takes so much room. */
const PX_A_TICK = 96;

/**
 * Two lines: above what the camera said, below when the photos were taken, with other photos around. What is drawn is
 * said in a sentence as well.
 */
export function TimelineView({ details, sample, preview }: Props) {
  const words = useWords().dates;
  const language = useLanguage();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current!;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { run, near } = details;
  const photos = useMemo(
    () => details.photos.map((photo) => ({ ...photo, at: wallMillis(photo.clock) })),
    [details],
  );
  const clock = { from: wallMillis(run.clock.start), to: wallMillis(run.clock.end) };
  const taken = takenBy(photos, run, preview);
  const after =
    preview === null ? (extentOf(taken.flatMap((at) => at ?? [])) ?? guessOf(run)) : preview.decided;
  const around = near.map((one) => ({ ...one, at: wallMillis(one.at) }));
  const line = timelineOf(
    clock,
    after,
    around.map(({ at }) => at),
  );
  const visible = around.filter(({ at }) => at >= line.after.from && at <= line.after.to);
  const own = visible.filter(({ isOwn }) => isOwn);
  const others = visible.filter(({ isOwn }) => !isOwn);
  const x = (at: number, domain: Domain): number => placeOf(at, domain, width);
  const isGuess = preview === null && run.state === 'doubtful';
  const sentence = sentenceOf();
  const mark = photos.findIndex((photo) => photo.sha1 === sample);
  return (
    <figure className={classes.timeline} data-preview={preview !== null || undefined}>
      <div ref={frame}>
        <svg width={width} height={HEIGHT} role="img" aria-label={`${words.timeline.label}. ${sentence}`}>
          {width > 0 && (
            <>
              <Axis domain={line.before} y={BEFORE_Y} width={width} isAbove />
              <Axis domain={line.after} y={AFTER_Y} width={width} />
              {after !== null && (
                <path
                  className={classes.band}
                  data-guess={isGuess || undefined}
                  d={bandOf(
                    [x(clock.from, line.before), x(clock.to, line.before)],
                    [x(after.from, line.after), x(after.to, line.after)],
                  )}
                />
              )}
              {preview !== null && preview.shiftMillis === null && (
                <rect
                  className={classes.stretch}
                  x={x(preview.decided.from, line.after)}
                  y={AFTER_Y + 4}
                  width={Math.max(2, x(preview.decided.to, line.after) - x(preview.decided.from, line.after))}
                  height={LANE - 8}
                  rx={3}
                />
              )}
              {photos.map(({ sha1, at }, i) => (
                <g key={sha1}>
                  <line
                    className={classes.said}
                    x1={x(at, line.before)}
                    x2={x(at, line.before)}
                    y1={BEFORE_Y}
                    y2={BEFORE_Y + LANE}
                  />
                  {taken[i] != null && (
                    <line
                      className={classes.taken}
                      data-guess={isGuess || undefined}
                      x1={x(taken[i], line.after)}
                      x2={x(taken[i], line.after)}
                      y1={AFTER_Y}
                      y2={AFTER_Y + LANE}
                    />
                  )}
                </g>
              ))}
              {own.map(({ sha1, at }) => (
                <line
                  key={sha1}
                  className={classes.nearOwn}
                  x1={x(at, line.after)}
                  x2={x(at, line.after)}
                  y1={AFTER_Y + 5}
                  y2={AFTER_Y + LANE - 5}
                />
              ))}
              {others.map(({ sha1, at }) => (
                <circle key={sha1} className={classes.nearOther} cx={x(at, line.after)} cy={NEAR_Y} r={3} />
              ))}
              {mark >= 0 && (
                <>
                  <Pointer x={x(photos[mark]!.at, line.before)} y={BEFORE_Y + LANE} />
                  {taken[mark] != null && <Pointer x={x(taken[mark], line.after)} y={AFTER_Y} isDown />}
                </>
              )}
            </>
          )}
        </svg>
      </div>
      <figcaption>
        <p>{sentence}</p>
        <ul className={classes.legend}>
          <li data-mark="run">{words.timeline.run}</li>
          {own.length > 0 && <li data-mark="own">{words.timeline.own}</li>}
          {others.length > 0 && (
            <li data-mark="other">
              {words.timeline.others([...new Set(others.map(({ camera }) => camera || '?'))].join(', '))}
            </li>
          )}
        </ul>
      </figcaption>
    </figure>
  );

  function sentenceOf(): string {
    const said = intervalText(run.clock.start, run.clock.end, language);
    const nearby =
      visible.length === 0
        ? ''
        : ` ${words.timeline.near(countText(own.length, language), countText(others.length, language))}`;
    if (after === null) return words.timeline.sentenceUndated(said) + nearby;
    const moved = preview?.shiftMillis ?? after.from - clock.from;
    if (Math.abs(moved) < 1000 && preview?.shiftMillis !== null)
      return words.timeline.sentenceKept(said) + nearby;
    const when = intervalText(wallOf(after.from), wallOf(after.to), language);
    return words.timeline.sentence(said, shiftText(moved, clock.from, words), when) + nearby;
  }
}

type Shown = DateRunDetails['photos'][number] & { readonly at: number };

/** When each was taken: by what is typed, as it is dated, or by the best guess. */
function takenBy(
  photos: readonly Shown[],
  run: DateRunDetails['run'],
  preview: TimelinePreview | null,
): (number | null)[] {
  if (preview !== null) {
    const { shiftMillis } = preview;
    return photos.map(({ at, driftMillis }) =>
      shiftMillis === null ? null : at + driftMillis + shiftMillis,
    );
  }
  if (run.state === 'doubtful') {
    const { proposal } = run;
    return photos.map(({ at, driftMillis }) =>
      proposal === null ? null : at + driftMillis + proposal.shiftMillis,
    );
  }
  return photos.map(({ now }) => (now === null ? null : wallMillis(now)));
}

const guessOf = ({ proposal }: DateRunDetails['run']): Domain | null =>
  proposal && { from: wallMillis(proposal.proposed.start), to: wallMillis(proposal.proposed.end) };

/** From the one line to the other, a hair wide at least. */
function bandOf([a, b]: [number, number], [c, d]: [number, number]): string {
  const [top, bottom] = [BEFORE_Y + LANE + 2, AFTER_Y - 2];
  return `M${a - 1} ${top}L${b + 1} ${top}L${d + 1} ${bottom}L${c - 1} ${bottom}Z`;
}

function Axis(props: {
  readonly domain: Domain;
  readonly y: number;
  readonly width: number;
  readonly isAbove?: boolean;
}) {
  const { domain, y, width, isAbove } = props;
  const language = useLanguage();
  const ticks = ticksOf(domain, Math.max(2, Math.floor(width / PX_A_TICK)));
  const isDayNamed = ticks.some(({ form }) => form !== 'clock');
  return (
    <g className={classes.axis}>
      <rect x={0} y={y} width={width} height={LANE} rx={4} />
      {ticks.map(({ at, form }, i) => {
        const x = placeOf(at, domain, width);
        // Where no tick is a midnight, the first one says of which day all of them are.
        const shown = form === 'clock' && i === 0 && !isDayNamed ? 'moment' : form;
        const anchor = x < 60 ? 'start' : x > width - 60 ? 'end' : 'middle';
        return (
          <g key={at}>
            <line x1={x} x2={x} y1={y} y2={y + LANE} />
            <text x={x} y={isAbove ? y - 7 : y + LANE + 30} textAnchor={anchor}>
              {tickText(wallOf(at), shown, language)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The photo that is shown. */
const Pointer = ({ x, y, isDown }: { readonly x: number; readonly y: number; readonly isDown?: boolean }) => (
  <path className={classes.pointer} d={isDown ? `M${x} ${y}l-5 -8h10Z` : `M${x} ${y}l-5 8h10Z`} />
);

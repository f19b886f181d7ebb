import classes from './progress-bar.module.css';

/** How far something is. */
export function ProgressBar(props: {
  readonly label: string;
  /** In [0, 1]; null where it is at work and nobody knows how far. */
  readonly share: number | null;
  /** Nothing is at work on it. */
  readonly isStill?: boolean;
  readonly className?: string | undefined;
}) {
  const { label, share, isStill = false, className = '' } = props;
  return (
    <div
      className={`${classes.bar} ${className}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      data-still={isStill || undefined}
      data-unknown={share === null || undefined}
    >
      <span style={share === null ? undefined : { transform: `scaleX(${share})` }} />
    </div>
  );
}

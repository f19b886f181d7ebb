import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import type { Deed } from './deed.ts';
import classes from './deeds.module.css';
import { KeyCap } from './key-cap.tsx';

interface Props<Context> extends ButtonProps {
  readonly deed: Deed<Context>;
  readonly context: Context;
  /** Shown instead of the label, which is then said to screen readers and on hover. */
  readonly icon?: ReactNode;
  /** Instead of the label, where more is known than it says. */
  readonly text?: string | undefined;
  readonly isPressed?: boolean;
  readonly hidesKey?: boolean;
}

/** The button of a deed. It leaves the focus where it is when it is clicked, so that keys go on working. */
export function DeedButton<Context>({
  deed,
  context,
  icon,
  text,
  isPressed,
  hidesKey,
  ...props
}: Props<Context>) {
  const words = useWords();
  const label = deed.label(words);
  const [key] = deed.keys;
  return (
    <Button
      variant="default"
      size="compact-md"
      {...props}
      className={`${classes.button} ${props.className ?? ''}`}
      disabled={!deed.isAllowed(context)}
      title={icon === undefined ? undefined : label}
      aria-label={icon === undefined ? undefined : label}
      aria-pressed={isPressed}
      aria-keyshortcuts={deed.keys.map((one) => one.replace('Ctrl', 'Control')).join(' ') || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => deed.run(context)}
      rightSection={key === undefined || hidesKey ? undefined : <KeyCap shortcut={key} isDecoration />}
    >
      {icon ?? text ?? label}
    </Button>
  );
}

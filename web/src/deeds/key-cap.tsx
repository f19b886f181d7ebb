import { Kbd } from '@mantine/core';
import { useWords } from '../words/index.ts';
import classes from './deeds.module.css';
import { partsOf, type Shortcut } from './shortcut.ts';

export function KeyCap(props: { readonly shortcut: Shortcut; readonly isDecoration?: boolean }) {
  const { shortcut, isDecoration } = props;
  const names: Record<string, string> = useWords().keys.names;
  return (
    <span className={classes.keys} aria-hidden={isDecoration}>
      {partsOf(shortcut).map((part) => (
        <Kbd key={part} size="xs">
          {names[part] ?? part.toUpperCase()}
        </Kbd>
      ))}
    </span>
  );
}

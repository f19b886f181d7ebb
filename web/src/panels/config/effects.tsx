import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../api/queries.ts';
import type { CheckedConfig } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './config.module.css';

/** What saving brings beside the file, as far as it is known. */
export function Effects({ effects }: { readonly effects: CheckedConfig['effects'] }) {
  const words = useWords();
  const language = useLanguage();
  const status = useQuery({ ...statusQuery, enabled: effects.length > 0 });
  // Of a library without photos nothing is due.
  const shown = effects.filter(
    ({ consequence }) => status.data?.photos !== 0 || words.run.stages[consequence] === undefined,
  );
  if (shown.length === 0) return <p className={classes.dim}>{words.config.nothingDue}</p>;
  const photos = status.data === undefined ? '' : countText(status.data.photos, language);
  return (
    <ul className={classes.effects}>
      {shown.map(({ consequence, keys, isSure }) => (
        <li key={consequence}>
          {!isSure && `${words.config.perhaps} `}
          {words.config.consequences[consequence]?.(photos) ??
            words.config.due(words.run.stages[consequence] ?? consequence, photos)}{' '}
          <span className={classes.dim}>{keys.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

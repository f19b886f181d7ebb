import type { Status } from '../../api/wire.ts';
import { bytesText, countText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './run.module.css';

/** What the library holds, and with what it is worked on. */
export function LibraryLine({ status }: { readonly status: Status }) {
  const words = useWords().run;
  const language = useLanguage();
  const { photos, clusters, tags, bytes, model, roots } = status;
  const count = (number: number): string => countText(number, language);
  return (
    <>
      <ul className={classes.library}>
        <li>{words.photos(photos, count(photos))}</li>
        <li>{words.clusters(clusters, count(clusters))}</li>
        <li>{words.tags(tags, count(tags))}</li>
        <li>{bytesText(bytes, language)}</li>
        <li>{words.model(model.embeddings)}</li>
        <li>{words.device(model.device)}</li>
        <li>{words.workers(model.workers)}</li>
        {roots.map((root) => (
          <li key={root} className={classes.root} title={root}>
            {root}
          </li>
        ))}
      </ul>
      {roots.length === 0 ? (
        <p className={classes.hint}>{words.noRoots}</p>
      ) : (
        photos === 0 && <p className={classes.hint}>{words.empty}</p>
      )}
    </>
  );
}

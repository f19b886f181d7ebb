import type { VocabularyTerm } from '../../../api/wire.ts';
import { DeedButton } from '../../../deeds/deed-button.tsx';
import { countText } from '../../../format/numbers.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import fields from '../form.module.css';
import classes from './vocabulary.module.css';
import { demote, edit, merge, remove, rename, type VocabularyContext } from './vocabulary-deeds.ts';

/** A word in one line; opened, all that is said of it and what can be done. */
export function TermRow(props: {
  readonly term: VocabularyTerm;
  readonly isOpen: boolean;
  readonly below: readonly string[];
  readonly context: VocabularyContext;
  readonly onToggle: () => void;
}) {
  const { term, isOpen, below, context, onToggle } = props;
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  const { name, kind, names, aliases, parent, photos } = term;
  const other = language === 'pt' ? names.pt : (names.pt ?? names.en);
  return (
    <li className={classes.term} data-open={isOpen || undefined}>
      <button type="button" className={classes.termHead} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.termName}>{name}</span>
        <span className={classes.termMore}>
          {[other, ...aliases].filter((word) => word !== null && word !== name).join(', ')}
        </span>
        <span className={classes.termParent}>{parent === null ? '' : `${words.below} ${parent}`}</span>
        <span className={classes.termKind}>{words.kinds[kind]}</span>
        <span className={classes.termPhotos}>{words.photos(photos, countText(photos, language))}</span>
      </button>
      {isOpen && (
        <div className={classes.termBody}>
          <dl className={classes.details}>
            {(
              [
                [words.inEnglish, names.en ?? ''],
                [words.inPortuguese, names.pt ?? ''],
                [words.also, aliases.join(', ')],
                [words.below, parent ?? ''],
                [words.above, below.join(', ')],
                [words.prompts, term.prompts.join(' / ')],
                [words.excludes, term.excludes.join(', ')],
                [words.models, term.models.join(', ')],
              ] as const
            )
              .filter(([, value]) => value !== '')
              .map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
          <div className={fields.rowDeeds}>
            {[edit, rename, merge, demote, remove].map((deed) => (
              <DeedButton key={deed.id} deed={deed} context={context} />
            ))}
          </div>
        </div>
      )}
    </li>
  );
}

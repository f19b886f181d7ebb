import { useWords } from '../../words/index.ts';
import classes from './form.module.css';

interface SectionMark {
  readonly name: string;
  /** How many of its settings are not the default. */
  readonly changed: number;
  readonly isWrong: boolean;
}

const goTo = (name: string): void =>
  document.getElementById(`section-${name}`)?.scrollIntoView({ block: 'start' });

/** The way to a section: a list beside the form, and where there is no room for one a field to choose from. */
export function Sections({ sections }: { readonly sections: readonly SectionMark[] }) {
  const words = useWords().config;
  const label = (name: string): string => words.sections[name] ?? name;
  return (
    <nav className={classes.sections} aria-label={words.sectionsLabel}>
      <ul>
        {sections.map(({ name, changed, isWrong }) => (
          <li key={name}>
            <a
              href={`#section-${name}`}
              onClick={(event) => {
                event.preventDefault();
                goTo(name);
              }}
            >
              {label(name)}
              {changed > 0 && (
                <span className={classes.count} title={words.changedFromDefault(changed)}>
                  {changed}
                </span>
              )}
              {isWrong && <span className={classes.wrongMark} title={words.problem} />}
            </a>
          </li>
        ))}
      </ul>
      <select
        aria-label={words.toSection}
        value=""
        onChange={(event) => {
          goTo(event.currentTarget.value);
          // The keys of the panel are heard again.
          event.currentTarget.blur();
        }}
      >
        <option value="" hidden>
          {words.toSection}
        </option>
        {sections.map(({ name, changed, isWrong }) => (
          <option key={name} value={name}>
            {label(name)}
            {changed > 0 ? ` · ${words.changedFromDefault(changed)}` : ''}
            {isWrong ? ` · ${words.problem}` : ''}
          </option>
        ))}
      </select>
    </nav>
  );
}

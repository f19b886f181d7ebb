import { stringify } from 'yaml';
import { SEED_VOCABULARY, type SeedTerm } from './seed-vocabulary.ts';

const HEAD = `# photo-tag-pipeline: controlled vocabulary. Every term becomes CK:term; aliases are other words for it.
# Short, stable, curated: terms that you always search for. The file is the whole vocabulary.
`;

const SECTIONS: readonly { key: string; kind: SeedTerm['kind']; help: string }[] = [
  { key: 'subjects', kind: 'subject', help: 'What pictures show.' },
  { key: 'places', kind: 'place', help: 'Places that you search for; found by GPS and by folder names.' },
  { key: 'gear', kind: 'gear', help: 'Cameras, found by EXIF Model.' },
  { key: 'people', kind: 'people', help: 'Proposed on people sets only.' },
];

/** The seed vocabulary as a file that `ck_tagging.vocab_file` can name. */
export function renderExampleVocabulary(): string {
  const sections = SECTIONS.map(({ key, kind, help }) => {
    const terms = SEED_VOCABULARY.filter((term) => term.kind === kind).map(plainForm);
    return `# ${help}\n${stringify({ [key]: terms }, { lineWidth: 100 })}`;
  });
  return [HEAD, ...sections].join('\n');
}

function plainForm({ name, aliases, exif }: SeedTerm): unknown {
  if (!aliases?.length && !exif) return name;
  return { name, ...(aliases?.length && { aliases }), ...(exif && { models: exif.models }) };
}

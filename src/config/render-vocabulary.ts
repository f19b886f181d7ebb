import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import { SEED_VOCABULARY, type SeedTerm } from './seed-vocabulary.ts';
import { SECTIONS, vocabularySchema } from './vocabulary-file.ts';

const HEAD = `# photo-tag-pipeline: controlled vocabulary. Every term becomes CK:term; aliases are other words for it.
# Short, stable, curated: terms that you always search for. The file is the whole vocabulary.
# Edit it here or with \`photo-tag vocab\`, which keeps your comments.
#
# A term is its name, or the name with what is known of it:
#   - name: orchid
#     names: {en: orchid, pt: orquídea}   what it is called
#     aliases: [orchids]                  other words for it
#     parent: flower                      the term above it: it is written as CK|flower|orchid
#     prompts: [a photo of an orchid]     what a text model is told instead of the name
#     excludes: [skyline]                 terms that cannot be on the same photo
#     not_on_people_sets: true            never proposed on people sets
#     no_export: true                     kept out of what programs export
# Renaming a term here leaves the old word in the sidecars: use \`photo-tag vocab rename OLD NEW\`, which takes it along.
`;

/** The seed vocabulary as a file that `ck_tagging.vocab_file` can name. */
export const renderExampleVocabulary = (): string => renderVocabulary(SEED_VOCABULARY);

/** Terms as a vocabulary file. */
export function renderVocabulary(terms: readonly SeedTerm[]): string {
  const sections = SECTIONS.map(({ key, kind }) => {
    const help = vocabularySchema.shape[key].description ?? '';
    const list = terms.filter((term) => term.kind === kind).map(termInFile);
    return `# ${help}\n${yamlText({ [key]: list })}`;
  });
  return [HEAD, ...sections].join('\n');
}

/** A term as it stands in the file: its bare name where there is nothing else to say. */
export function termInFile(term: SeedTerm): unknown {
  const { name, names, aliases, parent, prompts, excludes, notOnPeopleSets, noExport, exif } = term;
  const rest = {
    ...(names && Object.keys(names).length > 0 && { names }),
    ...(aliases?.length && { aliases }),
    ...(parent !== undefined && { parent }),
    ...(prompts?.length && { prompts }),
    ...(excludes?.length && { excludes }),
    ...(notOnPeopleSets && { not_on_people_sets: true }),
    ...(noExport && { no_export: true }),
    ...(exif && { models: exif.models }),
  };
  return Object.keys(rest).length === 0 ? name : { name, ...rest };
}

function yamlText(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    // What a term has on one line each: a hundred terms are to be looked over.
    Pair(_, { key, value: node }) {
      const inline = isScalar(key) && ['names', 'aliases', 'excludes', 'models'].includes(String(key.value));
      if (inline && (isSeq(node) || isMap(node))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

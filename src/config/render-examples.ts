import { writeFileSync } from 'node:fs';
import { renderExampleConfig } from './render.ts';
import { renderExampleVocabulary } from './render-vocabulary.ts';

/** `npm run render-examples`: writes the example files from the schema and the seed; a test holds them to it. */
const folder = new URL('../../config/', import.meta.url);
writeFileSync(new URL('config.example.yaml', folder), renderExampleConfig(['/path/to/your/photos']));
writeFileSync(new URL('ck_vocab.example.yaml', folder), renderExampleVocabulary());

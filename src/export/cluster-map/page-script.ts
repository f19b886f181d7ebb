import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** What the page runs, in the order in which the parts need each other. */
const PARTS = ['view.ts', 'painter.js', 'gestures.js', 'page.js'];

/** The parts as one script: types out, and imports too, since all parts share the scope of one module. */
export function pageScript(): string {
  const parts = PARTS.map((name) => {
    const source = readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
    const script = name.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
    return script.replace(/^import .*$/gm, '').replace(/^export /gm, '');
  });
  return parts
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}

import { describe, expect, it } from 'vitest';
import { changeConfig, checkConfig } from './edit-config.ts';
import { renderExampleConfig } from './render.ts';

const TEXT = `# mine
roots: [/photos] # the big disk

# how clusters are made
clustering:
  # of one scene
  min_cluster_size: 6 # six

  method: hdbscan
`;

describe('changing a configuration', () => {
  it.each<{ what: string; path: string[]; value: unknown; gone: string; there: string }>([
    {
      what: 'a number',
      path: ['clustering', 'min_cluster_size'],
      value: 9,
      gone: 'size: 6',
      there: 'min_cluster_size: 9 # six',
    },
    {
      what: 'a list',
      path: ['roots'],
      value: ['/a', '/b: c'],
      gone: '[/photos]',
      there: 'roots: [/a, "/b: c"]',
    },
    {
      what: 'a knob that is not there',
      path: ['proxy', 'jpeg_quality'],
      value: 80,
      gone: '',
      there: 'proxy:\n  jpeg_quality: 80',
    },
    {
      what: 'a knob back to its default',
      path: ['clustering', 'method'],
      value: undefined,
      gone: 'method',
      there: '# of one scene',
    },
  ])('changes $what and keeps every comment', ({ path, value, gone, there }) => {
    const text = changeConfig(TEXT, [{ path, value }]);
    if (gone !== '') expect(text).not.toContain(gone);
    expect(text).toContain(there);
    for (const comment of ['# mine', '# how clusters are made', '# of one scene', '# six']) {
      expect(text).toContain(comment);
    }
    expect(checkConfig(text).ok).toBe(true);
  });

  it('of the example file changes the one line', () => {
    const example = renderExampleConfig(['/photos']);
    const text = changeConfig(example, [{ path: ['embeddings', 'batch_size'], value: 16 }]);
    const before = example.split('\n');
    const changed = text.split('\n').filter((line, index) => line !== before[index]);
    expect(changed).toEqual(['  batch_size: 16']);
  });

  it('says what is wrong with its line', () => {
    expect(
      checkConfig(changeConfig(TEXT, [{ path: ['clustering', 'min_cluster_size'], value: 0 }])),
    ).toMatchObject({
      ok: false,
      problems: [{ line: 7, key: 'clustering.min_cluster_size' }],
    });
  });
});

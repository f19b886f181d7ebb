import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../config/load.ts';
import { HubModelStore } from '../models/pull/hub-model-store.ts';
import { examine } from './doctor.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-doctor-'));
const models = new HubModelStore({ folder: join(folder, 'models'), mirror: 'https://example.org' });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('doctor', () => {
  it.each(['missing', 'optional'] as const)(
    'says of a tool that does not load that it is %s',
    async (absent) => {
      const checks = await examine(
        loadSettings({ folder, dataFolder: folder }),
        [
          {
            what: 'a tool',
            absent,
            remedy: 'Install it.',
            probe: () => Promise.reject(new Error('no binary for this system')),
          },
        ],
        models,
      );
      expect(checks).toContainEqual({
        what: 'a tool',
        state: absent,
        finding: 'no binary for this system',
        remedy: 'Install it.',
      });
    },
  );

  it('tells cores and memory in one line', async () => {
    const checks = await examine(loadSettings({ folder, dataFolder: folder }), [], models);
    const [machine] = checks.filter(({ what }) => what === 'cores and memory');
    const [, cores, free, total] = /^(\d+) cores, ([\d.]+) GB of ([\d.]+) GB memory free$/.exec(
      machine!.finding,
    )!;
    expect(Number(cores)).toBeGreaterThan(0);
    expect(Number(free)).toBeLessThanOrEqual(Number(total));
  });
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findGpus } from './find-gpus.ts';
import { gpuChecks } from './gpu-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-gpu-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says the same as a driver would. */
function driver(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
const UUID = 'GPU-5f6f3c2e-8d0c-6f5b-95ac-8a3f3a0a1b11';

describe.skipIf(process.platform === 'win32')('doctor on GPUs', () => {
  it('names the card, the driver, free memory, and each process that holds some, with how to end it', async () => {
    const program = driver(
      'left-over',
      `case "$1" in
        --query-gpu*) echo "0, ${UUID}, NVIDIA GeForce RTX 3060, 550.120, 12288, 700, [N/A]";;
        *) echo "${UUID}, 4711, python3, 11000"; echo "${UUID}, 12, /usr/bin/kwin_wayland, 90";;
      esac`,
    );
    expect(gpuChecks(await findGpus(program))).toEqual([
      {
        what: 'GPU 0',
        state: 'warning',
        finding: 'NVIDIA GeForce RTX 3060, driver 550.120, 0.7 GB of 12.9 GB memory free',
        remedy: expect.stringContaining('embeddings.device: cpu'),
      },
      {
        what: 'GPU 0, process 4711',
        state: 'warning',
        finding: 'python3 holds 11.5 GB',
        remedy: expect.stringMatching(/end it: kill 4711$/),
      },
      { what: 'GPU 0, process 12', state: 'ok', finding: '/usr/bin/kwin_wayland holds 0.1 GB', remedy: '' },
    ]);
  });

  it.each([
    { what: 'no driver at all', program: () => join(folder, 'absent'), state: 'optional', says: /none/ },
    {
      what: 'a driver without a card',
      program: () => driver('none', 'echo "No devices were found"; exit 6'),
      state: 'optional',
      says: /none/,
    },
    {
      what: 'a driver that was updated under the running system',
      program: () =>
        driver('mismatch', 'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18'),
      state: 'warning',
      says: /does not answer: Failed to initialize NVML: Driver\/library version mismatch$/,
    },
  ])('$what is $state, never an error', async ({ program, state, says }) => {
    const [check, ...others] = gpuChecks(await findGpus(program()));
    expect(others).toEqual([]);
    expect(check).toMatchObject({ what: 'GPU', state, finding: expect.stringMatching(says) });
    expect(check!.remedy).not.toBe('');
  });
});

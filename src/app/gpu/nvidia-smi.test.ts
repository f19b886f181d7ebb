import { describe, expect, it } from 'vitest';
import { parseNvidiaSmi } from './nvidia-smi.ts';

const MEBIBYTE = 1024 * 1024;
const ONE = 'GPU-5f6f3c2e-8d0c-6f5b-95ac-8a3f3a0a1b11';
const TWO = 'GPU-0a9b1c7d-2222-3333-4444-555566667777';

describe('what nvidia-smi says', () => {
  it('one card and a process that was left over', () => {
    const gpus = `0, ${ONE}, NVIDIA GeForce RTX 3060, 550.120, 12288, 5120, [N/A]\n`;
    const processes = `${ONE}, 4711, /home/anna/venv/bin/python3, 6842\n`;
    expect(parseNvidiaSmi(gpus, processes)).toEqual([
      {
        index: 0,
        name: 'NVIDIA GeForce RTX 3060',
        driver: '550.120',
        totalBytes: 12_288 * MEBIBYTE,
        freeBytes: 5_120 * MEBIBYTE,
        isMig: false,
        processes: [{ pid: 4711, name: '/home/anna/venv/bin/python3', bytes: 6_842 * MEBIBYTE }],
      },
    ]);
  });

  it('several cards, each with its own processes, with commas and blanks in their names', () => {
    const gpus = [
      `0, ${ONE}, NVIDIA GeForce RTX 4090, 560.35.03, 24564, 24000, [N/A]`,
      `1, ${TWO}, Quadro P2000, 560.35.03, 5059, 100, [N/A]`,
      '',
    ].join('\r\n');
    const processes = `${TWO}, 12, C:\\Program Files\\a, b.exe, 4000\n${ONE}, 13, node, 120\n${TWO}, 14, x, 5\n`;
    const [first, second] = parseNvidiaSmi(gpus, processes);
    expect(first!.processes).toEqual([{ pid: 13, name: 'node', bytes: 120 * MEBIBYTE }]);
    expect(second!.processes.map(({ pid, name }) => [pid, name])).toEqual([
      [12, 'C:\\Program Files\\a, b.exe'],
      [14, 'x'],
    ]);
  });

  it('a card that is cut into instances, of which little is told', () => {
    const gpus = `0, ${ONE}, NVIDIA H100 80GB HBM3, 550.54.15, 81559, [Insufficient Permissions], Enabled\n`;
    const [gpu] = parseNvidiaSmi(gpus, `${ONE}, 99, [Not Found], [N/A]\n`);
    expect(gpu).toMatchObject({ isMig: true, freeBytes: null });
    expect(gpu!.processes).toEqual([{ pid: 99, name: null, bytes: null }]);
  });

  it.each([
    { what: 'nothing', gpus: '' },
    { what: 'that there is none', gpus: 'No devices were found\n' },
    {
      what: 'that it has failed',
      gpus: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
    },
  ])('$what: no card', ({ gpus }) => {
    expect(parseNvidiaSmi(gpus, gpus)).toEqual([]);
  });
});

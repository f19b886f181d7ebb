import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../../domain/errors.ts';
import { GPU_QUERY, type Gpu, PROCESS_QUERY, parseNvidiaSmi } from './nvidia-smi.ts';

/** What there is of GPUs by NVIDIA, the only ones that networks run on here. */
export type Gpus =
  /** There is no `nvidia-smi`: no such card, or no driver. */
  | { readonly state: 'absent' }
  /** The driver is there and does not work. */
  | { readonly state: 'broken'; readonly message: string }
  | { readonly state: 'found'; readonly gpus: readonly Gpu[] };

const run = promisify(execFile);
/** A driver that was asleep takes some seconds; one that hangs takes for ever. */
const TIMEOUT_MILLIS = 15_000;

/** @param program another than `nvidia-smi`, for tests. */
export async function findGpus(program = 'nvidia-smi'): Promise<Gpus> {
  const ask = async (query: readonly string[]) =>
    (await run(program, [...query], { timeout: TIMEOUT_MILLIS })).stdout;
  try {
    const gpus = parseNvidiaSmi(await ask(GPU_QUERY), await ask(PROCESS_QUERY));
    return gpus.length === 0 ? { state: 'absent' } : { state: 'found', gpus };
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
    } = error as NodeJS.ErrnoException & {
      stdout?: string;
      stderr?: string;
    };
    if (code === 'ENOENT') return { state: 'absent' };
    const said = `${stdout}\n${stderr}`.trim().split('\n')[0] ?? '';
    if (/no devices were found/i.test(said)) return { state: 'absent' };
    return { state: 'broken', message: said === '' ? messageOf(error) : said };
  }
}

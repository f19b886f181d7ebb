import type { Check } from '../doctor.ts';
import type { Gpus } from './find-gpus.ts';
import type { Gpu, GpuProcess } from './nvidia-smi.ts';

/** A large model needs this much beside its batch; with less it runs out of memory. */
const LITTLE_BYTES = 2e9;
/** What a desktop holds by itself; more is a network of somebody. */
const MUCH_BYTES = 500e6;

/** GPUs as `doctor` tells them, and who holds their memory. */
export function gpuChecks(found: Gpus): Check[] {
  if (found.state === 'absent') {
    return [
      {
        what: 'GPU',
        state: 'optional',
        finding: 'none by NVIDIA found',
        remedy: 'Not needed. With one and its driver, networks run many times faster.',
      },
    ];
  }
  if (found.state === 'broken') {
    return [
      {
        what: 'GPU',
        state: 'warning',
        finding: `the driver does not answer: ${found.message}`,
        remedy:
          'Restart the machine; after an update of the driver that is mostly enough. Else install it anew.',
      },
    ];
  }
  return found.gpus.flatMap((gpu) => [cardCheck(gpu), ...gpu.processes.map((one) => holderCheck(gpu, one))]);
}

function cardCheck({ index, name, driver, totalBytes, freeBytes, isMig }: Gpu): Check {
  const memory =
    totalBytes === null
      ? 'memory not told'
      : freeBytes === null
        ? `${gigabytes(totalBytes)} memory`
        : `${gigabytes(freeBytes)} of ${gigabytes(totalBytes)} memory free`;
  const isLittle = freeBytes !== null && freeBytes < LITTLE_BYTES;
  return {
    what: `GPU ${index}`,
    state: isLittle ? 'warning' : 'ok',
    finding: `${name}, driver ${driver}, ${memory}${isMig ? ', cut into instances (MIG)' : ''}`,
    remedy: isLittle ? 'End what holds its memory, or use embeddings.device: cpu.' : '',
  };
}

function holderCheck({ index }: Gpu, { pid, name, bytes }: GpuProcess): Check {
  const isMuch = bytes === null || bytes >= MUCH_BYTES;
  const end = process.platform === 'win32' ? `taskkill /F /PID ${pid}` : `kill ${pid}`;
  return {
    what: `GPU ${index}, process ${pid}`,
    state: isMuch ? 'warning' : 'ok',
    finding: `${name ?? 'a program that is not told'} holds ${bytes === null ? 'an amount that is not told' : gigabytes(bytes)}`,
    remedy: isMuch
      ? `If nobody needs it any more (a run that was left over, for example), end it: ${end}`
      : '',
  };
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

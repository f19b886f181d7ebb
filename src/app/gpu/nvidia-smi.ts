/** A process that holds memory of a GPU. */
export interface GpuProcess {
  readonly pid: number;
  /** Path or name; null where the driver does not tell (another container, another user). */
  readonly name: string | null;
  readonly bytes: number | null;
}

export interface Gpu {
  readonly index: number;
  readonly name: string;
  readonly driver: string;
  readonly totalBytes: number | null;
  readonly freeBytes: number | null;
  /** Cut into several GPUs (Multi-Instance GPU), each with a part of the memory. */
  readonly isMig: boolean;
  readonly processes: readonly GpuProcess[];
}

export const GPU_QUERY = [
  '--query-gpu=index,uuid,name,driver_version,memory.total,memory.free,mig.mode.current',
  '--format=csv,noheader,nounits',
] as const;

export const PROCESS_QUERY = [
  '--query-compute-apps=gpu_uuid,pid,process_name,used_memory',
  '--format=csv,noheader,nounits',
] as const;

const MEBIBYTE = 1024 * 1024;

/**
 * Reads what `nvidia-smi` says to both queries. Where it does not know or may not tell, it writes a word in brackets
 * (`[N/A]`, `[Not Supported]`, `[Insufficient Permissions]`): null here. Lines that are none of its rows are left out.
 */
export function parseNvidiaSmi(gpus: string, processes: string): Gpu[] {
  const held = rows(processes).flatMap((line) => processOf(line) ?? []);
  return rows(gpus).flatMap((line) => {
    const [index = '', uuid = '', name = '', driver = '', total = '', free = '', mig = ''] = line.split(', ');
    if (!/^\d+$/.test(index) || !/^GPU-/.test(uuid)) return [];
    return [
      {
        index: Number(index),
        name,
        driver,
        totalBytes: mebibytes(total),
        freeBytes: mebibytes(free),
        isMig: mig === 'Enabled',
        processes: held.filter((one) => one.uuid === uuid).map(({ process }) => process),
      },
    ];
  });
}

/** The name may hold commas, so that it is what the other columns leave. */
function processOf(line: string): { uuid: string; process: GpuProcess } | null {
  const match = /^((?:GPU|MIG)-\S+), (\d+), (.*), (\d+|\[?[^,\]]*\]?)$/.exec(line);
  if (match === null) return null;
  const [, uuid = '', pid = '', name = '', memory = ''] = match;
  return {
    uuid,
    process: { pid: Number(pid), name: /^\[.*\]$/.test(name) ? null : name, bytes: mebibytes(memory) },
  };
}

const rows = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

const mebibytes = (text: string): number | null =>
  /^\d+$/.test(text.trim()) ? Number(text) * MEBIBYTE : null;

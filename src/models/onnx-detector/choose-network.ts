import { PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, type ModelKind, modelLabel } from '../../domain/model.ts';
import { presentFile } from '../model-folder.ts';
import type { DetectorNetwork } from './object-finder.ts';

/** On a CPU, fp32: int8 detectors lose small persons, and fp16 is only slower there. */
const PRECISIONS = ['fp32', 'int8', 'fp16'] as const;

export interface NetworkChoice {
  readonly kind: Extract<ModelKind, 'object-detector' | 'face-detector'>;
  /** Key of the configuration, for errors: `people_policy.detector`. */
  readonly setting: string;
  /** `auto`: the first of the catalogue that is there; `embedded`: none; otherwise a name, `YOLOX-Nano` or `YOLOX-Nano/coco`. */
  readonly wanted: string;
}

/**
 * The network that takes over from the embedded one; null where none does.
 * @param catalog in the order of preference
 * @throws PhotoTagError CONFIG_INVALID where there is no such network, MODEL_MISSING where its file is not there
 */
export function chooseNetwork(
  { kind, setting, wanted }: NetworkChoice,
  catalog: readonly ModelEntry[],
  modelsDir: string,
): DetectorNetwork | null {
  if (wanted === 'embedded') return null;
  const ofKind = catalog.filter((entry) => entry.kind === kind);
  if (wanted === 'auto') {
    for (const entry of ofKind) {
      const network = presentNetwork(entry, modelsDir);
      if (network !== null) return network;
    }
    return null;
  }
  const entry = ofKind.find((one) => one.name === wanted || modelLabel(one) === wanted);
  if (entry === undefined) {
    const names = ['auto', 'embedded', ...ofKind.map(({ name }) => name)].join(', ');
    throw new PhotoTagError('CONFIG_INVALID', `${setting}: there is no ${wanted}`, {
      remedy: `Use one of: ${names}.`,
    });
  }
  const network = presentNetwork(entry, modelsDir);
  if (network !== null) return network;
  throw new PhotoTagError('MODEL_MISSING', `${setting}: ${modelLabel(entry)} is not in ${modelsDir}`, {
    remedy: `Run \`photo-tag models pull ${entry.name}\`, or set ${setting} to auto.`,
  });
}

function presentNetwork(entry: ModelEntry, modelsDir: string): DetectorNetwork | null {
  const present = entry.detector && presentFile(modelsDir, entry, 'network', PRECISIONS);
  if (!entry.detector || !present) return null;
  const precision = present.file.precision ?? 'fp32';
  return { label: `${modelLabel(entry)} ${precision}`, path: present.path, facts: entry.detector };
}

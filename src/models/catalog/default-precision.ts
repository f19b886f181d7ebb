import {
  type ModelDevice,
  type ModelEntry,
  type ModelFile,
  PRECISIONS,
  type Precision,
} from '../../domain/model.ts';

/** What a device does best: half precision has its own units on a GPU, integers on a CPU. */
const USUAL: Readonly<Record<ModelDevice, readonly Precision[]>> = {
  cuda: ['fp16', 'fp32', 'int8'],
  cpu: ['int8', 'fp32', 'fp16'],
};

/** The precisions that a model is published in. */
export function precisionsOf({ files }: ModelEntry): readonly Precision[] {
  return PRECISIONS.filter((precision) => files.some((file) => file.precision === precision));
}

/** What is pulled where nobody says anything else. */
export function defaultPrecision(entry: ModelEntry, device: ModelDevice): Precision {
  const published = precisionsOf(entry);
  const own = entry.precisionOn?.[device];
  if (own !== undefined && published.includes(own)) return own;
  return USUAL[device].find((precision) => published.includes(precision)) ?? 'fp32';
}

/** What has to be there for a precision: its own files, and those that go with all. */
export function filesOf({ files }: ModelEntry, precision: Precision): readonly ModelFile[] {
  return files.filter((file) => file.precision === null || file.precision === precision);
}

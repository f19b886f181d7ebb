import type { ModelDevice } from '../../domain/model.ts';
import type { Gpus } from '../gpu/find-gpus.ts';

/** What networks will run on, as far as a pull has to know: `auto` takes a GPU where there is one. */
export async function modelDevice(
  setting: 'auto' | 'cpu' | 'cuda',
  findGpus: () => Promise<Gpus>,
): Promise<ModelDevice> {
  if (setting !== 'auto') return setting;
  return (await findGpus()).state === 'found' ? 'cuda' : 'cpu';
}

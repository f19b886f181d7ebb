import sharp from 'sharp';
import { personSceneOf, SCENE_PX } from '../algorithms/people-scene/index.ts';
import type { Detections } from '../domain/detection.ts';
import { messageOf } from '../domain/errors.ts';
import type { PersonScene } from '../domain/person-scene.ts';

/**
 * What surrounds the people that were detected on a proxy.
 * @returns an Error, with a sentence for the user, where the proxy cannot be decoded
 */
export async function measurePersonScene(
  jpeg: string,
  detections: Pick<Detections, 'objects' | 'faces'>,
): Promise<PersonScene | Error> {
  try {
    const { data, info } = await sharp(jpeg)
      .resize(SCENE_PX, SCENE_PX, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return personSceneOf(data, info.width, info.height, detections);
  } catch (cause) {
    return new Error(`The proxy cannot be decoded: ${messageOf(cause).replaceAll('\n', ' ').trim()}`, {
      cause,
    });
  }
}

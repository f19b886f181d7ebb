import type { DetectedObject, Detections } from '../../domain/detection.ts';
import type { DetectorInput } from '../detector.ts';
import { loadBodyFinder } from './body-finder.ts';
import { confirmedFaces } from './confirmed-faces.ts';
import { detectionsOf, withBody } from './detections-of.ts';
import { loadFaceFinder } from './face-finder.ts';
import { loadHandFinder } from './hand-finder.ts';
import { type Picture, readPicture } from './picture.ts';
import { loadTrunk } from './trunk.ts';
import { objectsOf } from './trunk-objects.ts';
import { readTrunkPicture } from './trunk-picture.ts';

export type DetectPicture = (input: DetectorInput) => Promise<Detections | Error>;

/**
 * All models of the embedded detector in this thread, loaded once.
 * @returns a function that gives Detections, or the Error of a picture that cannot be read; it throws where a
 * model fails.
 */
export async function loadPictureDetector(): Promise<DetectPicture> {
  const [findFaces, findHands, findBody] = await Promise.all([
    loadFaceFinder(),
    loadHandFinder(),
    loadBodyFinder(),
  ]);
  let trunk: ReturnType<typeof loadTrunk> | undefined;
  const findObjects = async (jpeg: string): Promise<DetectedObject[]> => {
    trunk ??= loadTrunk();
    const { pixels, placement } = await readTrunkPicture(jpeg);
    return objectsOf((await trunk).run(pixels).detections, placement);
  };

  return async ({ jpeg, objects: given }) => {
    let picture: Picture;
    try {
      picture = await readPicture(jpeg);
    } catch (error) {
      return error as Error;
    }
    const body = await findBody(picture);
    const objects = withBody(given ?? (await findObjects(jpeg)), body);
    const { hands, faces: facesBesideHands } = await findHands(picture);
    const faces = confirmedFaces(await findFaces(picture), facesBesideHands, objects);
    return detectionsOf(picture, { objects, faces, hands, body });
  };
}

import type { DetectedObject, Detections } from '../../domain/detection.ts';
import type { DetectorInput } from '../detector.ts';
import { loadBodyFinder } from '../embedded/body-finder.ts';
import { confirmedFaces } from '../embedded/confirmed-faces.ts';
import { detectionsOf, withBody } from '../embedded/detections-of.ts';
import { type FoundFace, loadFaceFinder } from '../embedded/face-finder.ts';
import { type HandPass, loadHandFinder } from '../embedded/hand-finder.ts';
import { type Picture, readPicture } from '../embedded/picture.ts';
import type { DetectPicture } from '../embedded/picture-detector.ts';
import { loadTrunk } from '../embedded/trunk.ts';
import { objectsOf } from '../embedded/trunk-objects.ts';
import { readTrunkPicture } from '../embedded/trunk-picture.ts';
import { loadFaceNetwork } from './face-network.ts';
import { NoNumbersError } from './found-box.ts';
import type { SessionOptions } from './network-session.ts';
import { type DetectorNetwork, HINT_SCORE, loadObjectFinder, type ObjectPass } from './object-finder.ts';

/** Which networks look: null is the embedded one, which also finds bodies and hands. */
export interface DetectorNetworks {
  readonly objects: DetectorNetwork | null;
  readonly faces: DetectorNetwork | null;
}

/** From here on the rule on people believes a person (people-set.ts): nobody has to look for bodies any more. */
const SURE_PERSON = 0.5;

const NO_HANDS: HandPass = { hands: [], faces: [] };

/**
 * A detector with networks of the catalogue for objects and faces, loaded once in this thread. The embedded body and
 * hand finders, which take three quarters of the time, look where it matters:
 * - for a body where no sure person was seen: MoveNet knows postures of dance and yoga;
 * - for hands where there is a hint of a person or a face. On 482 photos and 496 variants of them, hands elsewhere
 *   changed no verdict on a photo with a person.
 *
 * @returns as the embedded one: Detections, or the Error of a picture that cannot be read; throws where a network
 * fails
 */
export async function loadOnnxPictureDetector(
  networks: DetectorNetworks,
  options?: SessionOptions,
): Promise<DetectPicture> {
  const [findObjects, findFaces, findHands, findBody] = await Promise.all([
    networks.objects === null ? null : loadObjectFinder(networks.objects, options),
    networks.faces === null ? loadEmbeddedFaces() : loadNetworkFaces(networks.faces, options),
    loadHandFinder(),
    loadBodyFinder(),
  ]);
  const look = async (picture: Picture, { jpeg, objects: given }: DetectorInput): Promise<Detections> => {
    const { objects: found, personHint } = findObjects
      ? await findObjects(picture)
      : passOf(given ?? (await embeddedObjects(jpeg)));
    const candidates = await findFaces(picture);
    const isPersonSure = personScoreOf(found) >= SURE_PERSON;
    const body = isPersonSure ? [] : await findBody(picture);
    const objects = withBody(found, body);
    const isHint = personHint >= HINT_SCORE || candidates.length > 0 || personScoreOf(objects) > 0;
    const handPass = isHint ? await findHands(picture) : NO_HANDS;
    const faces = confirmedFaces(candidates, handPass.faces, objects);
    return detectionsOf(picture, { objects, faces, hands: handPass.hands, body });
  };
  return async (input) => {
    let picture: Picture;
    try {
      picture = await readPicture(input.jpeg);
    } catch (error) {
      return error as Error;
    }
    try {
      return await look(picture, input);
    } catch (error) {
      if (error instanceof NoNumbersError) return error;
      throw error;
    }
  };
}

type FindFaces = (picture: Picture) => Promise<FoundFace[]>;

const loadEmbeddedFaces: () => Promise<FindFaces> = loadFaceFinder;

/** YuNet also sees faces in dogs and wheels: they need the same second witnesses as the embedded one's. */
async function loadNetworkFaces(network: DetectorNetwork, options?: SessionOptions): Promise<FindFaces> {
  const find = await loadFaceNetwork(network, options);
  return async (picture) => (await find(picture)).map((face) => ({ ...face, meshScore: null }));
}

const personScoreOf = (objects: readonly DetectedObject[]): number =>
  Math.max(0, ...objects.filter(({ label }) => label === 'person').map(({ score }) => score));

const passOf = (objects: readonly DetectedObject[]): ObjectPass => ({
  objects,
  personHint: personScoreOf(objects),
});

async function embeddedObjects(jpeg: string): Promise<DetectedObject[]> {
  trunk ??= loadTrunk();
  const { pixels, placement } = await readTrunkPicture(jpeg);
  return objectsOf((await trunk).run(pixels).detections, placement);
}

let trunk: ReturnType<typeof loadTrunk> | undefined;

import type { Settings } from '../config/load.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { Captioner } from '../models/captioner.ts';
import { CATALOG } from '../models/catalog/index.ts';
import type { Detector } from '../models/detector.ts';
import { createEmbeddedDetector } from '../models/embedded/detector.ts';
import { createFlorence2Captioner } from '../models/florence2/captioner.ts';
import { presentCaptioner } from '../models/florence2/captioner-network.ts';
import { chooseNetwork, type NetworkChoice } from '../models/onnx-detector/choose-network.ts';
import { createOnnxDetector } from '../models/onnx-detector/detector.ts';
import type { DetectorNetworks } from '../models/onnx-detector/picture-detector.ts';

/** Networks that were pulled take over from the embedded ones, objects and faces each by themselves. */
export function openDetector(settings: Settings): Detector {
  const { workers } = settings.runtime;
  const networks = chooseDetectorNetworks(settings);
  return networks.objects === null && networks.faces === null
    ? createEmbeddedDetector({ workers })
    : createOnnxDetector({ ...networks, workers });
}

export function chooseDetectorNetworks({ models, people_policy }: Settings): DetectorNetworks {
  const choose = (kind: NetworkChoice['kind'], setting: 'detector' | 'face_detector') =>
    chooseNetwork(
      { kind, setting: `people_policy.${setting}`, wanted: people_policy[setting] },
      CATALOG,
      models.dir,
    );
  return {
    objects: choose('object-detector', 'detector'),
    faces: choose('face-detector', 'face_detector'),
  };
}

/**
 * The captioner, if its weights were pulled; its package and weights load with the first picture.
 * @throws PhotoTagError MODEL_MISSING where no captioner was pulled
 */
export function openCaptioner({ models, ocr, runtime }: Settings): Captioner {
  const network = presentCaptioner(CATALOG, models.dir);
  if (network === null) {
    throw new PhotoTagError('MODEL_MISSING', `No captioner is in ${models.dir}.`, { remedy: PULL_CAPTIONER });
  }
  return createFlorence2Captioner({ ...network, readsText: ocr.enable, threads: runtime.workers });
}

export const PULL_CAPTIONER =
  'Run `photo-tag models pull Florence-2-base-ft`: it describes pictures in a sentence, on this machine.';

import type { ModelEntry } from '../../domain/model.ts';
import { file } from './files.ts';

const README = 'https://github.com/opencv/opencv_zoo/blob/main/models/face_detection_yunet/README.md';

/** YuNet (Wu, Peng, Yu 2023), of OpenCV's zoo. */
export const YUNET: readonly ModelEntry[] = [
  {
    name: 'YuNet',
    pretrained: '2023mar',
    kind: 'face-detector',
    title: 'Faces with eyes, nose and mouth',
    repository: 'opencv/face_detection_yunet',
    revision: '3cc26e7f1014a5ee5d74a42acee58bafc9d0a310',
    licence: {
      name: 'MIT',
      use: 'any',
      source: 'https://huggingface.co/opencv/face_detection_yunet/blob/main/LICENSE',
    },
    recommended: true,
    files: [
      file(
        'network',
        'fp32',
        'face_detection_yunet_2023mar.onnx',
        232_589,
        '8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4',
      ),
    ],
    accuracy: [
      { what: 'WIDER Face validation AP, easy, %', value: 83.4, source: README },
      { what: 'WIDER Face validation AP, medium, %', value: 82.4, source: README },
      { what: 'WIDER Face validation AP, hard, %', value: 70.8, source: README },
    ],
    notes: ['Faces from about 10 to 300 pixels of the picture that it is given.'],
    detector: { family: 'yunet', inputPx: 640 },
  },
];

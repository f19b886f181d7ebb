import type { ModelEntry } from '../../domain/model.ts';
import { file } from './files.ts';

const AP = 'COCO val2017 AP, %';
/** Detectors run on the CPU, where int8 loses small persons and fp16 is only slower. */
const CPU_ALONE = { cpu: 'fp32', cuda: 'fp32' } as const;
const APACHE = { name: 'Apache-2.0', use: 'any' } as const;
const YOLOX = {
  pretrained: 'coco',
  kind: 'object-detector',
  repository: 'Heliosoph/yolox-onnx',
  revision: '9206d80cbad9ed54986edeff8d7457eb5333882a',
  licence: { ...APACHE, source: 'https://github.com/Megvii-BaseDetection/YOLOX/blob/main/LICENSE' },
} as const;
const YOLOX_RESULTS = 'https://github.com/Megvii-BaseDetection/YOLOX';

/** The 80 classes of COCO. */
export const OBJECT_DETECTORS: readonly ModelEntry[] = [
  {
    name: 'D-FINE-S',
    pretrained: 'coco',
    kind: 'object-detector',
    title: 'People and 79 kinds of everyday objects, precise boxes',
    repository: 'onnx-community/dfine_s_coco-ONNX',
    revision: 'a3cf03147a9b86c78475139115c8ac142577352d',
    licence: { ...APACHE, source: 'https://github.com/Peterande/D-FINE/blob/master/LICENSE' },
    recommended: true,
    precisionOn: CPU_ALONE,
    files: [
      file(
        'network',
        'fp32',
        'onnx/model.onnx',
        41_535_197,
        'cd8a49a945feda6d28c6304ae8ae85c2759ba1d78a5a83a22c5ce8db82ef7238',
      ),
      file('network', 'fp16', 'onnx/model_fp16.onnx', { rough: 20e6 }),
      file('network', 'int8', 'onnx/model_quantized.onnx', { rough: 11e6 }),
    ],
    accuracy: [{ what: AP, value: 48.5, source: 'https://github.com/Peterande/D-FINE' }],
    detector: { family: 'd-fine', inputPx: 640 },
  },
  {
    name: 'RT-DETRv2-S',
    pretrained: 'coco',
    kind: 'object-detector',
    title: 'People and 79 kinds of everyday objects',
    repository: 'onnx-community/rtdetr_v2_r18vd-ONNX',
    revision: '936f90b6a476c6da4dfe053fc521af55285976ba',
    licence: { ...APACHE, source: 'https://huggingface.co/PekingU/rtdetr_v2_r18vd' },
    precisionOn: CPU_ALONE,
    files: [
      file(
        'network',
        'fp32',
        'onnx/model.onnx',
        81_057_510,
        '583a236ac21c95a7fd94f284fc21485e42355bfef82c27011ba78fbc09ee87e2',
      ),
      file(
        'network',
        'fp16',
        'onnx/model_fp16.onnx',
        40_750_249,
        '2922e7137689ac648cd99f0aa33b885d681fd981302ac5c77ed9a4ee946eaa36',
      ),
      file(
        'network',
        'int8',
        'onnx/model_quantized.onnx',
        20_991_219,
        '4b839c46187b77fc620c770de0be6790637b98afde9b386232b0fcf74382eb3c',
      ),
    ],
    accuracy: [
      {
        what: AP,
        value: 47.9,
        source: 'https://github.com/lyuwenyu/RT-DETR/blob/main/rtdetrv2_pytorch/README.md',
      },
    ],
    detector: { family: 'rt-detr', inputPx: 640 },
  },
  {
    ...YOLOX,
    name: 'YOLOX-S',
    title: 'People and 79 kinds of everyday objects; needs no transformer, quick on a CPU',
    files: [
      file(
        'network',
        'fp32',
        'yolox_s.onnx',
        35_858_002,
        'c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063',
      ),
    ],
    accuracy: [{ what: AP, value: 40.5, source: YOLOX_RESULTS }],
    detector: { family: 'yolox', inputPx: 640 },
  },
  {
    ...YOLOX,
    name: 'YOLOX-Nano',
    title: 'The smallest: for old machines, misses more',
    files: [
      file(
        'network',
        'fp32',
        'yolox_nano.onnx',
        3_659_407,
        'c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d',
      ),
    ],
    accuracy: [{ what: AP, value: 25.8, source: YOLOX_RESULTS }],
    detector: { family: 'yolox', inputPx: 416 },
  },
];

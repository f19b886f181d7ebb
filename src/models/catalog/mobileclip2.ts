import type { ModelEntry } from '../../domain/model.ts';
import { file } from './files.ts';

/** MobileCLIP2 (Faghri et al. 2025), weights by Apple for research alone, ONNX by RuteNL. */
export const MOBILECLIP2: readonly ModelEntry[] = [
  {
    name: 'MobileCLIP2-S2',
    pretrained: 'dfndr2b',
    kind: 'embedder',
    title: 'MobileCLIP 2: quick on a CPU, for research alone',
    repository: 'RuteNL/MobileCLIP2-S2-OpenCLIP-ONNX',
    revision: 'main',
    licence: {
      name: 'Apple Machine Learning Research Model',
      use: 'research-only',
      source: 'https://huggingface.co/RuteNL/MobileCLIP2-S2-OpenCLIP-ONNX',
    },
    files: [
      file('image', 'fp32', 'visual.onnx', null),
      file('part', 'fp32', 'visual.onnx.data', { rough: 140e6 }),
      file('text', 'fp32', 'text.onnx', null),
      file('part', 'fp32', 'text.onnx.data', null),
      file('tokenizer', null, 'tokenizer.json', { rough: 3.64e6 }),
    ],
    accuracy: [
      {
        what: 'ImageNet-1k zero-shot top-1, %',
        value: 77.2,
        source: 'https://huggingface.co/apple/MobileCLIP2-S2',
      },
    ],
    embedder: {
      dimensions: 512,
      preprocessing: {
        sizePx: 256,
        fit: 'crop',
        filter: 'bilinear',
        mean: [0, 0, 0],
        deviation: [1, 1, 1],
      },
      contextLength: 77,
      padId: 0,
      textCase: 'lower',
      promptTemplate: 'a photo of {label}',
    },
  },
];

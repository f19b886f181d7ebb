import { describe } from 'vitest';
import { embedderContract } from '../../../test/contracts/embedder.ts';
import { createOnnxEmbedder } from './embedder.ts';
import { type MadeModel, makeModel } from './made-model.fixture.ts';

const VARIANTS: Record<string, { made: MadeModel; precision: 'fp32' | 'fp16' | 'int8'; batchSize: number }> =
  {
    'an ONNX embedder': { made: {}, precision: 'fp32', batchSize: 8 },
    'an ONNX embedder of int8 weights': { made: { precisions: ['int8'] }, precision: 'int8', batchSize: 8 },
    'an ONNX embedder with half precision at its edges': {
      made: { precisions: ['fp16'] },
      precision: 'fp16',
      batchSize: 3,
    },
    'an ONNX embedder that takes four pictures at once and no other number': {
      made: { fixedBatch: 4, preprocessing: { fit: 'squash', filter: 'bilinear' } },
      precision: 'fp32',
      batchSize: 6,
    },
  };

describe('ONNX', () => {
  for (const [what, { made, precision, batchSize }] of Object.entries(VARIANTS)) {
    embedderContract(what, {
      hasTexts: true,
      make: async (folder) =>
        createOnnxEmbedder({
          entry: makeModel(folder, made),
          modelsDir: folder,
          device: 'cpu',
          precision,
          batchSize,
          workers: 2,
        }),
    });
  }
});

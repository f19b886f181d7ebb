import type { EmbedderFacts, ModelEntry, ModelLicence } from '../../domain/model.ts';
import { file } from './files.ts';

const LICENCE: ModelLicence = {
  name: 'Apache-2.0',
  use: 'any',
  source: 'https://huggingface.co/google/siglip2-base-patch16-256',
};

/** As open_clip prepares SigLIP: squashed, bicubic, from −1 to 1. */
const facts = (dimensions: number): EmbedderFacts => ({
  dimensions,
  preprocessing: {
    sizePx: 256,
    fit: 'squash',
    filter: 'bicubic',
    mean: [0.5, 0.5, 0.5],
    deviation: [0.5, 0.5, 0.5],
  },
  contextLength: 64,
  padId: 0,
  textCase: 'lower',
  promptTemplate: 'a photo of {label}',
});

const RESULTS =
  'https://github.com/google-research/big_vision/blob/main/big_vision/configs/proj/image_text/README_siglip2.md';
const TOP_1 = 'ImageNet-1k zero-shot top-1, %';

/** The Gemma tokenizer of all SigLIP 2 models. */
const TOKENIZER = 'tokenizer.json';

/** SigLIP 2 (Tschannen et al. 2025), weights by Google, ONNX by the ONNX community. Many languages. */
export const SIGLIP2: readonly ModelEntry[] = [
  {
    name: 'ViT-B-16-SigLIP2-256',
    pretrained: 'webli',
    kind: 'embedder',
    title: 'SigLIP 2, base: better than CLIP large with far less arithmetic, and in many languages',
    repository: 'onnx-community/siglip2-base-patch16-256-ONNX',
    revision: 'd1114256522a37ffa257a0a58017348ab0058db2',
    licence: LICENCE,
    recommended: true,
    precisionOn: { cpu: 'fp32' },
    files: [
      file(
        'image',
        'fp32',
        'onnx/vision_model.onnx',
        371_992_072,
        'f5cb16728a704703f05516ded628397e11dbca4de2eb5db04b0c0bcee988aa7a',
      ),
      file(
        'image',
        'fp16',
        'onnx/vision_model_fp16.onnx',
        186_131_676,
        'fe9ad8020a6d3d98d394c9be8f07064066135fc2f87ec11692de0b677c0ac4db',
      ),
      file(
        'image',
        'int8',
        'onnx/vision_model_int8.onnx',
        94_737_653,
        '8243a496e524bf8fa19830ff42a40a4bae2e97acc2e288d4ae97601edf954977',
      ),
      file(
        'text',
        'fp32',
        'onnx/text_model.onnx',
        1_129_469_657,
        'd3de4a6bbbfcb429b6615ac496790353cf4a4fc0f19fbbe7179e523ae60daaef',
      ),
      file(
        'text',
        'fp16',
        'onnx/text_model_fp16.onnx',
        564_862_230,
        '80954edffdc689599e5d5bc6a1738380bc9e8139a18e5c8892485f248b6b4890',
      ),
      file(
        'text',
        'int8',
        'onnx/text_model_int8.onnx',
        283_438_275,
        '6f59b39d880c413042314b79302b74d0dd93b273caf8fbfdb1eb2df61a7fefd4',
      ),
      file(
        'tokenizer',
        null,
        TOKENIZER,
        34_363_039,
        'cb9140fae3ac5122c972d37adf83e1248471a38147ad76f8215c8872c6fd8322',
      ),
    ],
    accuracy: [{ what: TOP_1, value: 79.1, source: RESULTS }],
    notes: [
      'int8 loses much: others measured a cosine of 0.64 to 0.82 between its picture vectors and those of fp32, so a CPU gets fp32 unless told otherwise.',
    ],
    embedder: facts(768),
  },
  {
    name: 'ViT-L-16-SigLIP2-256',
    pretrained: 'webli',
    kind: 'embedder',
    title: 'SigLIP 2, large: the best vectors of this catalogue, for a GPU',
    repository: 'onnx-community/siglip2-large-patch16-256-ONNX',
    revision: 'c03fb63ddd5fe363212cbd08110f92a35250db6a',
    licence: { ...LICENCE, source: 'https://huggingface.co/google/siglip2-large-patch16-256' },
    precisionOn: { cpu: 'fp32' },
    files: [
      file(
        'image',
        'fp32',
        'onnx/vision_model.onnx',
        1_264_345_246,
        'a68762da4fab7335558d4713c77e42d8abe23dcd48d38b5dbe1c00765c07ca56',
      ),
      file('image', 'fp16', 'onnx/vision_model_fp16.onnx', null),
      file(
        'text',
        null,
        'onnx/text_model_fp16.onnx',
        1_131_647_648,
        'bf7195836ddeb5beea9277e689ffa8142cbdbb375e2e4b699487f50234884280',
      ),
      file('tokenizer', null, TOKENIZER, { rough: 34.4e6 }),
    ],
    accuracy: [{ what: TOP_1, value: 82.5, source: RESULTS }],
    notes: [
      'The text side is the fp16 file with every precision: in fp32 it is larger than one ONNX file can be.',
    ],
    embedder: facts(1024),
  },
];

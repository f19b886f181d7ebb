import type { EmbedderFacts, ModelEntry, ModelLicence } from '../../domain/model.ts';
import { file } from './files.ts';

const LICENCE: ModelLicence = {
  name: 'MIT',
  use: 'any',
  source: 'https://github.com/openai/CLIP/blob/main/LICENSE',
};

/** `OPENAI_DATASET_MEAN` and `_STD` of open_clip, bicubic on the shorter edge. */
const facts = (dimensions: number): EmbedderFacts => ({
  dimensions,
  preprocessing: {
    sizePx: 224,
    fit: 'crop',
    filter: 'bicubic',
    mean: [0.48145466, 0.4578275, 0.40821073],
    deviation: [0.26862954, 0.26130258, 0.27577711],
  },
  contextLength: 77,
  padId: 0,
  textCase: 'as-is',
  promptTemplate: 'a photo of {label}',
});

const RESULTS = 'https://github.com/mlfoundations/open_clip/blob/main/docs/openclip_results.csv';
const TOP_1 = 'ImageNet-1k zero-shot top-1, %';

/** CLIP (Radford et al. 2021), weights by OpenAI, ONNX by Xenova. */
export const CLIP: readonly ModelEntry[] = [
  {
    name: 'ViT-L-14',
    pretrained: 'openai',
    kind: 'embedder',
    title: 'CLIP, large: the default of a full install. Search by words, labels, clusters',
    repository: 'Xenova/clip-vit-large-patch14',
    revision: 'main',
    licence: LICENCE,
    files: [
      file('image', 'fp32', 'onnx/vision_model.onnx', 1_216_438_437),
      file('image', 'fp16', 'onnx/vision_model_fp16.onnx', { rough: 609e6 }),
      file('image', 'int8', 'onnx/vision_model_quantized.onnx', { rough: 307e6 }),
      file('text', 'fp32', 'onnx/text_model.onnx', 494_947_485),
      file('text', 'fp16', 'onnx/text_model_fp16.onnx', { rough: 248e6 }),
      file('text', 'int8', 'onnx/text_model_quantized.onnx', { rough: 125e6 }),
      file('tokenizer', null, 'tokenizer.json', { rough: 2.22e6 }),
    ],
    accuracy: [{ what: TOP_1, value: 75.5, source: RESULTS }],
    embedder: facts(768),
  },
  {
    name: 'ViT-B-32',
    pretrained: 'openai',
    kind: 'embedder',
    title: 'CLIP, small: the fastest with words, for a CPU',
    repository: 'Xenova/clip-vit-base-patch32',
    revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
    licence: LICENCE,
    files: [
      file(
        'image',
        'fp32',
        'onnx/vision_model.onnx',
        { rough: 352e6 },
        'fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40',
      ),
      file(
        'image',
        'fp16',
        'onnx/vision_model_fp16.onnx',
        176_080_659,
        '35c4e0fb0aeee527dcde1693520b214a34424a786babd530f35366bad5844efd',
      ),
      file(
        'image',
        'int8',
        'onnx/vision_model_quantized.onnx',
        89_117_001,
        '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299',
      ),
      file(
        'text',
        'fp32',
        'onnx/text_model.onnx',
        { rough: 254e6 },
        '3f6571f5bad13a97c469c1622e1cfc4d9aef78b79fdbfcff804ca357bfada8cc',
      ),
      file('text', 'fp16', 'onnx/text_model_fp16.onnx', { rough: 127e6 }),
      file(
        'text',
        'int8',
        'onnx/text_model_quantized.onnx',
        64_504_507,
        '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
      ),
      file('tokenizer', null, 'tokenizer.json', 2_224_119),
    ],
    accuracy: [{ what: TOP_1, value: 63.3, source: RESULTS }],
    embedder: facts(512),
  },
];

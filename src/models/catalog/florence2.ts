import type { ModelEntry } from '../../domain/model.ts';
import { file } from './files.ts';

/** Florence-2 (Xiao et al. 2024), weights by Microsoft, ONNX by the ONNX community. */
export const FLORENCE2: readonly ModelEntry[] = [
  {
    name: 'Florence-2-base-ft',
    pretrained: 'microsoft',
    kind: 'captioner',
    title: 'A sentence about a picture, the objects in it, and text that stands there',
    repository: 'onnx-community/Florence-2-base-ft',
    revision: 'e88a44eaf3791a35eae0c5a47b3dbcd36e67eb6f',
    licence: {
      name: 'MIT',
      use: 'any',
      source: 'https://huggingface.co/microsoft/Florence-2-base-ft',
    },
    recommended: true,
    files: [
      file('part', 'fp32', 'onnx/vision_encoder.onnx', { rough: 367e6 }),
      file('part', 'fp32', 'onnx/embed_tokens.onnx', { rough: 158e6 }),
      file('part', 'fp32', 'onnx/encoder_model.onnx', { rough: 173e6 }),
      file('part', 'fp32', 'onnx/decoder_model_merged.onnx', { rough: 388e6 }),
      file('part', 'fp16', 'onnx/vision_encoder_fp16.onnx', null),
      file('part', 'fp16', 'onnx/embed_tokens_fp16.onnx', null),
      file('part', 'fp16', 'onnx/encoder_model_fp16.onnx', null),
      file('part', 'fp16', 'onnx/decoder_model_merged_fp16.onnx', null),
      file(
        'part',
        'int8',
        'onnx/vision_encoder_quantized.onnx',
        93_746_540,
        '3b79d54f23f666f731549db23cb070c35a979ce19cbd9720e90e67a78dc9768c',
      ),
      file(
        'part',
        'int8',
        'onnx/embed_tokens_quantized.onnx',
        39_390_433,
        '6b2258db1c8ee9b160576ccde3cd3814d83a2edaed0dd1c6ca9ff3c38fa62214',
      ),
      file(
        'part',
        'int8',
        'onnx/encoder_model_quantized.onnx',
        43_651_493,
        'f4ad7a68f1fb875d3bcf735ea14a7021b7ba7e83baf7cf10289881b4ed6d9b85',
      ),
      file(
        'part',
        'int8',
        'onnx/decoder_model_merged_quantized.onnx',
        98_177_697,
        'f22f52f980c33df0efa15932c2f3db6d9d3595ce6387eca938b8cfe23dc4c641',
      ),
      file(
        'part',
        null,
        'config.json',
        5_432,
        'd90c22ed72eb55291f183fcd9b98ebd3bd3d92bfcffb6c7f6e1606085e793525',
      ),
      file(
        'part',
        null,
        'generation_config.json',
        292,
        '7b8eb17bbd6cf8a07f619ad83ae03881eff05b6b9237bab89005b40e77783c29',
      ),
      file(
        'part',
        null,
        'preprocessor_config.json',
        2_673,
        'c892857e34a7082284983a7717717d39c9bf7e574f1f41d80d4c918c97502efa',
      ),
      file(
        'tokenizer',
        null,
        'tokenizer.json',
        2_297_961,
        'd69dcdb2323e124ac4f800cb9863ddccea0d7bb11e16125e8df3bd60f2f8aeac',
      ),
      file(
        'part',
        null,
        'tokenizer_config.json',
        197_658,
        'd8e64607233cb53b619fb46664f6cad08176c26e0e8735b2d30d888364f19600',
      ),
    ],
    accuracy: [
      {
        what: 'COCO Karpathy test captions, CIDEr',
        value: 140.0,
        source: 'https://huggingface.co/microsoft/Florence-2-base-ft',
      },
    ],
    // It runs on the CPU beside whatever the GPU does.
    precisionOn: { cuda: 'int8' },
    notes: ['Its fp16 decoder was published with broken output names, as others report.'],
  },
];

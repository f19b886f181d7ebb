import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxGraph } from '../onnx/onnx-graph.fixture.ts';
import type { CaptionerNetwork } from './captioner-network.ts';

/** Words of the prompts, of the answers, and what the picture is: `:bright` and `:dark` are never said. */
const WORDS = [
  ...['<s>', '<pad>', '</s>', '<unk>'],
  ...['what', 'does', 'the', 'image', 'describe', '?', 'with', 'a', 'paragraph', 'is', 'shown', 'in', '.'],
  ...['locate', 'objects', 'category', 'name', 'text', ',', 'regions'],
  ...['snowfield', 'cave', 'long', 'story', 'dog', 'hello', ':bright', ':dark'],
];
const PLACES = [100, 200, 500, 800, 0, 1, 900, 2, 901, 101, 3, 102];
const VOCABULARY = [...WORDS, ...PLACES.map((place) => `<loc_${place}>`)];
const SIZE = VOCABULARY.length;
const id = (token: string): number => {
  const found = VOCABULARY.indexOf(token);
  if (found < 0) throw new Error(`no token ${token}`);
  return found;
};

/**
 * A model of Florence-2's shape, of which the answers are known: its vectors are one-hot, and each word leads to the
 * next by a table. Four networks as the hub has them (tokens to vectors, picture to vectors, encoder, decoder with
 * its cache), configuration, processor and tokenizer. It says "a snowfield" of a bright picture and "a cave" of a
 * dark one, one dog, and one line of text.
 */
export function madeFlorence(folder: string): CaptionerNetwork {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  embedTokens().writeTo(join(folder, 'onnx/embed_tokens_quantized.onnx'));
  visionEncoder().writeTo(join(folder, 'onnx/vision_encoder_quantized.onnx'));
  encoder().writeTo(join(folder, 'onnx/encoder_model_quantized.onnx'));
  decoder().writeTo(join(folder, 'onnx/decoder_model_merged_quantized.onnx'));
  const tokens = { bos_token_id: 0, pad_token_id: 1, eos_token_id: 2, decoder_start_token_id: 2 };
  json('config.json', {
    model_type: 'florence2',
    architectures: ['Florence2ForConditionalGeneration'],
    is_encoder_decoder: true,
    ...tokens,
    vocab_size: SIZE,
    text_config: {
      model_type: 'florence2_language',
      is_encoder_decoder: true,
      ...tokens,
      d_model: SIZE,
      vocab_size: SIZE,
      encoder_layers: 1,
      decoder_layers: 1,
      encoder_attention_heads: 1,
      decoder_attention_heads: 1,
    },
  });
  json('generation_config.json', { ...tokens, forced_bos_token_id: 0, forced_eos_token_id: 2, num_beams: 3 });
  json('preprocessor_config.json', {
    processor_class: 'Florence2Processor',
    image_processor_type: 'CLIPImageProcessor',
    do_resize: true,
    do_center_crop: false,
    do_rescale: true,
    do_normalize: true,
    rescale_factor: 1 / 255,
    resample: 3,
    size: { height: 32, width: 32 },
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    tasks_answer_post_processing_type: {
      '<CAPTION>': 'pure_text',
      '<MORE_DETAILED_CAPTION>': 'pure_text',
      '<OD>': 'description_with_bboxes',
      '<OCR_WITH_REGION>': 'ocr',
    },
    task_prompts_without_inputs: {
      '<CAPTION>': 'What does the image describe?',
      '<MORE_DETAILED_CAPTION>': 'Describe with a paragraph what is shown in the image.',
      '<OD>': 'Locate the objects with category name in the image.',
      '<OCR_WITH_REGION>': 'What is the text in the image, with regions?',
    },
    task_prompts_with_input: {},
  });
  tokenizer(json);
  return { label: 'Made-Florence/test', folder, precision: 'int8' };
}

function tokenizer(json: (name: string, value: unknown) => void): void {
  const special = (token: string, isSpecial: boolean) => ({
    id: id(token),
    content: token,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: isSpecial,
  });
  json('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...['<s>', '<pad>', '</s>', '<unk>'].map((token) => special(token, true)),
      ...PLACES.map((place) => special(`<loc_${place}>`, false)),
    ],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Punctuation', behavior: 'Isolated' }],
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '<s>', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '</s>', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
      },
    },
    // Places stand without spaces, as the byte-level tokenizer of Florence-2 writes them.
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'WordPiece', prefix: '##', cleanup: true },
        { type: 'Replace', pattern: { String: ' <loc_' }, content: '<loc_' },
      ],
    },
    model: {
      type: 'WordPiece',
      unk_token: '<unk>',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(VOCABULARY.map((token, at) => [token, at])),
    },
  });
  json('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: '<s>',
    eos_token: '</s>',
    pad_token: '<pad>',
    unk_token: '<unk>',
    model_max_length: 1024,
  });
}

/** Row of the one-hot table: the vector of a token is the token. */
function embedTokens(): OnnxGraph {
  const table = new Float32Array(SIZE * SIZE);
  for (let token = 0; token < SIZE; token++) table[token * SIZE + token] = 1;
  const graph = new OnnxGraph();
  const ids = graph.input('input_ids', 'int64', ['batch', 'length']);
  graph.node('Gather', [graph.tensor(table, [SIZE, SIZE]), ids], { axis: 0 }, 'inputs_embeds');
  graph.output('inputs_embeds', 'float32', ['batch', 'length', SIZE]);
  return graph;
}

/** One vector: how bright the picture is, at the places of `:bright` and `:dark`. */
function visionEncoder(): OnnxGraph {
  const bright = new Float32Array(SIZE);
  const dark = new Float32Array(SIZE);
  bright[id(':bright')] = 1;
  dark[id(':dark')] = 1;
  const graph = new OnnxGraph();
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, 'height', 'width']);
  const mean = graph.node('ReduceMean', [pixels], { axes: [1, 2, 3], keepdims: 1 });
  const three = graph.node('Squeeze', [mean, graph.tensor(BigInt64Array.of(3n), [1])]);
  const steep = graph.node('Mul', [three, graph.tensor(Float32Array.of(20), [1])]);
  const light = graph.node('Sigmoid', [steep]);
  const rest = graph.node('Sub', [graph.tensor(Float32Array.of(1), [1]), light]);
  graph.node(
    'Add',
    [
      graph.node('Mul', [light, graph.tensor(bright, [1, 1, SIZE])]),
      graph.node('Mul', [rest, graph.tensor(dark, [1, 1, SIZE])]),
    ],
    {},
    'image_features',
  );
  graph.output('image_features', 'float32', ['batch', 1, SIZE]);
  return graph;
}

/** Passes on what is not masked. */
function encoder(): OnnxGraph {
  const graph = new OnnxGraph();
  const mask = graph.input('attention_mask', 'int64', ['batch', 'length']);
  const vectors = graph.input('inputs_embeds', 'float32', ['batch', 'length', SIZE]);
  const share = graph.node('Cast', [mask], { to: 1 });
  const column = graph.node('Unsqueeze', [share, graph.tensor(BigInt64Array.of(2n), [1])]);
  graph.node('Mul', [vectors, column], {}, 'last_hidden_state');
  graph.output('last_hidden_state', 'float32', ['batch', 'length', SIZE]);
  return graph;
}

/** What follows each word, surely; what the words of the prompt and the picture make follow the start, or "a". */
function tables(): { next: Float32Array; context: Float32Array } {
  const next = new Float32Array(SIZE * SIZE);
  const context = new Float32Array(SIZE * SIZE);
  const chain = (...tokens: string[]) => {
    for (const [at, token] of tokens.entries()) {
      if (at > 0) next[id(tokens[at - 1]!) * SIZE + id(token)] = 100;
    }
  };
  const firsts = { describe: 'a', paragraph: 'long', locate: 'dog', regions: 'hello' };
  // "Describe with a paragraph" has both words: the paragraph is stronger.
  for (const [at, [word, first]] of Object.entries(firsts).entries()) {
    context[id(word) * SIZE + id(first)] = 20 + at;
    next[id('a') * SIZE + id(first)] = -1000;
  }
  context[id(':bright') * SIZE + id('snowfield')] = 5;
  context[id(':dark') * SIZE + id('cave')] = 5;
  chain('snowfield', '</s>');
  chain('cave', '</s>');
  chain('long', 'story', '</s>');
  chain('dog', '<loc_100>', '<loc_200>', '<loc_500>', '<loc_800>', '</s>');
  chain('hello', ...PLACES.slice(4).map((place) => `<loc_${place}>`), '</s>');
  return { next, context };
}

/** Next words from the last one and from the strongest of what the encoder saw; the cache grows by each step. */
function decoder(): OnnxGraph {
  const { next, context } = tables();
  const graph = new OnnxGraph();
  graph.input('encoder_attention_mask', 'int64', ['batch', 'encoded']);
  const seen = graph.input('encoder_hidden_states', 'float32', ['batch', 'encoded', SIZE]);
  const vectors = graph.input('inputs_embeds', 'float32', ['batch', 'length', SIZE]);
  const past = (what: string) =>
    graph.input(`past_key_values.0.${what}`, 'float32', ['batch', 1, 'past', SIZE]);
  const [key, value] = [past('decoder.key'), past('decoder.value')];
  past('encoder.key');
  past('encoder.value');
  graph.input('use_cache_branch', 'bool', [1]);
  const strongest = graph.node('ReduceMax', [seen], { axes: [1], keepdims: 1 });
  graph.node(
    'Add',
    [
      graph.node('MatMul', [vectors, graph.tensor(next, [SIZE, SIZE])]),
      graph.node('MatMul', [strongest, graph.tensor(context, [SIZE, SIZE])]),
    ],
    {},
    'logits',
  );
  graph.output('logits', 'float32', ['batch', 'length', SIZE]);
  const head = graph.tensor(BigInt64Array.of(1n), [1]);
  const own = graph.node('Unsqueeze', [vectors, head]);
  const ofEncoder = graph.node('Unsqueeze', [seen, head]);
  const present = (what: string, operation: string, inputs: string[], attributes = {}) => {
    graph.node(operation, inputs, attributes, `present.0.${what}`);
    graph.output(`present.0.${what}`, 'float32', ['batch', 1, 'all', SIZE]);
  };
  present('decoder.key', 'Concat', [key, own], { axis: 2 });
  present('decoder.value', 'Concat', [value, own], { axis: 2 });
  present('encoder.key', 'Identity', [ofEncoder]);
  present('encoder.value', 'Identity', [ofEncoder]);
  return graph;
}

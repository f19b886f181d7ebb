import { readAnswer } from '../../algorithms/vision/read-answer.ts';
import type { VisionUsage } from '../../domain/vision.ts';
import type { CallEnd } from '../vision.ts';

const NO_USAGE: VisionUsage = { inputTokens: null, outputTokens: null };

/** A model that will not look says so in these words, for want of a better way. */
const WILL_NOT =
  /^\W*(i['’]?m (very |really )?sorry|sorry|i can(['’]?t|not)|i am (unable|not able|sorry)|i['’]?m (unable|not able)|unable to|as an ai)/i;

/** What an answer with status 200 says. */
export function readReply(text: string, mostTags: number): CallEnd {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { state: 'damaged', note: 'the answer is no JSON, or half of it', usage: NO_USAGE };
  }
  const usage = usageOf(body);
  const choice = field(field(body, 'choices'), '0');
  const message = field(choice, 'message');
  const refusal = field(message, 'refusal');
  if (typeof refusal === 'string' && refusal.trim() !== '') {
    return { state: 'refused', reason: shown(refusal), usage };
  }
  if (field(choice, 'finish_reason') === 'content_filter') {
    return { state: 'refused', reason: 'the content filter of the service', usage };
  }
  const content = contentOf(field(message, 'content'));
  const words = readAnswer(content, mostTags);
  if (words !== null) return { state: 'answered', words, usage };
  if (WILL_NOT.test(content)) return { state: 'refused', reason: shown(content), usage };
  const note = content.trim() === '' ? 'the answer is empty' : 'the answer holds no list of words';
  return { state: 'damaged', note, usage };
}

/** Text, or parts of it in a list. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map((part) => String(field(part, 'text') ?? '')).join('');
  return typeof content === 'object' && content !== null ? JSON.stringify(content) : '';
}

function usageOf(body: unknown): VisionUsage {
  const usage = field(body, 'usage');
  const count = (name: string): number | null => {
    const value = field(usage, name);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : null;
  };
  return { inputTokens: count('prompt_tokens'), outputTokens: count('completion_tokens') };
}

export interface ServiceError {
  readonly code: string;
  readonly message: string;
}

/** What an error of the service says, `{"error": {"message", "code"}}` or any other way. */
export function serviceError(text: string): ServiceError {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { code: '', message: shown(text) };
  }
  // The client wraps what came once more.
  let error = body;
  for (let depth = 0; depth < 3 && field(error, 'error') !== undefined; depth++)
    error = field(error, 'error');
  const message =
    typeof error === 'string' ? error : (field(error, 'message') ?? field(error, 'detail') ?? '');
  return {
    code: String(field(error, 'code') ?? field(error, 'type') ?? ''),
    message: shown(typeof message === 'string' ? message : JSON.stringify(message)),
  };
}

/** Text of a stranger, short and on one line. */
export const shown = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, 160);

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

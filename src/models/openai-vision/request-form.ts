import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { z } from 'zod';

/** The strict form of an answer. What comes is checked and mended after, whatever a service made of it. */
const answerSchema = z.object({ tags: z.array(z.string()), places: z.array(z.string()) });

/** How the service is told to answer in JSON: by schema, as some object, or by the words of the prompt alone. */
export type AnswerForm = 'schema' | 'object' | 'text';

/** Next best. */
export const SIMPLER: Readonly<Record<AnswerForm, AnswerForm | null>> = {
  schema: 'object',
  object: 'text',
  text: null,
};

export const ANSWER_FORMAT = zodResponseFormat(answerSchema, 'photo_keywords');

/** What an endpoint turned out to take; kept for all its pictures. */
export interface EndpointHabits {
  form: AnswerForm;
  /** OpenAI's newer models refuse the one, servers at home may know the other only. */
  limit: 'max_completion_tokens' | 'max_tokens';
  takesDetail: boolean;
}

export const habitsOf = (host: string): EndpointHabits => ({
  form: 'schema',
  limit: isOpenAi(host) ? 'max_completion_tokens' : 'max_tokens',
  takesDetail: true,
});

export const isOpenAi = (host: string): boolean => host === 'api.openai.com';

export function requestFields(
  form: AnswerForm,
  habits: EndpointHabits,
  host: string,
  mostTokens: number,
): Partial<ChatCompletionCreateParamsNonStreaming> {
  return {
    [habits.limit]: mostTokens,
    ...(form === 'schema' && { response_format: ANSWER_FORMAT }),
    ...(form === 'object' && { response_format: { type: 'json_object' as const } }),
    // Nothing is to be kept over there.
    ...(isOpenAi(host) && { store: false }),
  };
}

/**
 * Learns from a refusal of the request itself.
 * @returns whether it is worth another try
 */
export function learnFrom(message: string, form: AnswerForm, habits: EndpointHabits): boolean {
  if (/max_(completion_)?tokens/i.test(message)) {
    const other = habits.limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    // "Use the other": only where it is not the value that displeases.
    if (/unsupported|not supported|unrecognized|unknown|extra|use /i.test(message)) {
      habits.limit = other;
      return true;
    }
    return false;
  }
  if (/\bdetail\b/i.test(message) && habits.takesDetail && !/response_format|schema/i.test(message)) {
    habits.takesDetail = false;
    return true;
  }
  if (/response_format|json_schema|json_object|schema|strict|grammar|guided|\bformat\b/i.test(message)) {
    const simpler = SIMPLER[form];
    if (simpler === null) return false;
    // Another picture may have learnt it already.
    if (habits.form === form) habits.form = simpler;
    return true;
  }
  return false;
}

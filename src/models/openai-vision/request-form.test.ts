import { describe, expect, it } from 'vitest';
import { type AnswerForm, type EndpointHabits, habitsOf, learnFrom, requestFields } from './request-form.ts';

const habits = (changes: Partial<EndpointHabits> = {}): EndpointHabits => ({
  ...habitsOf('localhost'),
  ...changes,
});

describe('what an endpoint says of a request', () => {
  const lessons: [string, Partial<EndpointHabits>][] = [
    [
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
      { form: 'object' },
    ],
    ['guided_json is not supported', { form: 'object' }],
    ['failed to parse grammar', { form: 'object' }],
    [
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { limit: 'max_completion_tokens' },
    ],
    ['Unrecognized request argument supplied: max_tokens', { limit: 'max_completion_tokens' }],
    ["Unknown field 'detail' in image_url", { takesDetail: false }],
  ];
  it.each(lessons)('%s', (message, learnt) => {
    const known = habits();
    expect(learnFrom(message, 'schema', known)).toBe(true);
    expect(known).toMatchObject({ form: 'schema', limit: 'max_tokens', takesDetail: true, ...learnt });
  });

  it.each(['Invalid image.', 'max_tokens must be at least 500', ''])('is no lesson: %j', (message) => {
    const known = habits();
    expect(learnFrom(message, 'schema', known)).toBe(false);
    expect(known).toEqual(habits());
  });

  it('is learnt once: a picture that was on its way does not take the next step', () => {
    const known = habits({ form: 'object' });
    expect(learnFrom('json_schema is not supported', 'schema', known)).toBe(true);
    expect(known.form).toBe('object');
    expect(learnFrom('response_format is not supported', 'text', known)).toBe(false);
  });
});

describe('the fields of a request', () => {
  it.each<[AnswerForm, unknown]>([
    ['schema', { type: 'json_schema', json_schema: { strict: true, name: 'photo_keywords' } }],
    ['object', { type: 'json_object' }],
    ['text', undefined],
  ])('%s', (form, format) => {
    const fields = requestFields(form, habits(), 'localhost', 300);
    if (format === undefined) expect(fields).toEqual({ max_tokens: 300 });
    else expect(fields).toMatchObject({ response_format: format, max_tokens: 300 });
    expect(fields).not.toHaveProperty('store');
  });

  it('ask OpenAI to keep nothing, in the words of its newer models', () => {
    const fields = requestFields('schema', habitsOf('api.openai.com'), 'api.openai.com', 300);
    expect(fields).toMatchObject({ store: false, max_completion_tokens: 300 });
    expect(fields).not.toHaveProperty('max_tokens');
  });
});

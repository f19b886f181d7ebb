import { z } from 'zod';
import { configSchema } from '../config/schema.ts';

/** Every knob with its type, default, range, unit and help: what a form is rendered from. */
export const configJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;

import { messageOf, PhotoTagError } from '../domain/errors.ts';

/**
 * onnxruntime, loaded with its first use.
 * @param setting what works without it: `embeddings.model: embedded`
 * @throws PhotoTagError TOOL_MISSING where it does not load
 */
export async function loadOnnxRuntime(setting: string): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new PhotoTagError('TOOL_MISSING', `onnxruntime does not load: ${messageOf(cause)}`, {
      remedy: `Run \`npm ci\` again. It has no binary for every system and processor; ${setting} works without it.`,
      cause,
    });
  }
}

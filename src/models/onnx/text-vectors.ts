import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Line {
  readonly text: string;
  /** Float32, little-endian, base64. */
  readonly vector: string;
}

/**
 * Vectors of texts, kept from run to run: a vocabulary of a thousand labels takes minutes on a CPU, once. One file for
 * each text network, a line a text; a line that a killed program left half-written is not counted.
 */
export class TextVectors {
  readonly #path: string | null;
  readonly #dimensions: number;
  #known: Map<string, Float32Array> | null = null;

  /** @param folder null: kept in memory alone. @param network names weights, tokenizer and all that vectors depend on. */
  constructor(folder: string | null, network: string, dimensions: number) {
    const name = createHash('sha256').update(network).digest('hex').slice(0, 24);
    this.#path = folder === null ? null : join(folder, `${name}.jsonl`);
    this.#dimensions = dimensions;
  }

  get(text: string): Float32Array | undefined {
    return this.#vectors().get(text);
  }

  put(texts: readonly string[], vectors: readonly Float32Array[]): void {
    const known = this.#vectors();
    const lines = texts.map((text, at) => {
      const vector = vectors[at]!;
      known.set(text, vector);
      const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
      return `${JSON.stringify({ text, vector: bytes.toString('base64') } satisfies Line)}\n`;
    });
    if (this.#path === null || lines.length === 0) return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      // The line break first: what is appended after half a line of a killed program is a line of its own.
      appendFileSync(this.#path, `\n${lines.join('')}`);
    } catch {
      // Nothing is lost where the disk is full or read-only: the vectors are made anew next time.
    }
  }

  #vectors(): Map<string, Float32Array> {
    this.#known ??= this.#read();
    return this.#known;
  }

  #read(): Map<string, Float32Array> {
    const known = new Map<string, Float32Array>();
    for (const line of this.#lines()) {
      const { text, vector } = line;
      const bytes = Uint8Array.from(Buffer.from(vector, 'base64'));
      if (bytes.length === this.#dimensions * 4) known.set(text, new Float32Array(bytes.buffer));
    }
    return known;
  }

  #lines(): Line[] {
    let content: string;
    try {
      content = this.#path === null ? '' : readFileSync(this.#path, 'utf8');
    } catch {
      return [];
    }
    return content.split('\n').flatMap((line) => {
      try {
        const { text, vector } = JSON.parse(line) as Partial<Line>;
        return typeof text === 'string' && typeof vector === 'string' ? [{ text, vector }] : [];
      } catch {
        return [];
      }
    });
  }
}

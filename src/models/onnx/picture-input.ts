import sharp from 'sharp';
import type { ImagePreprocessing } from '../../domain/model.ts';
import { PictureSquare } from './resize/picture-square.ts';

/** Makes what a network takes out of pictures. One for each thread. */
export class PictureInput {
  readonly #square: PictureSquare;
  readonly #sizePx: number;
  /** The number of each 8-bit value, for red, green, blue. */
  readonly #numbers: readonly Float32Array[];

  constructor(preprocessing: ImagePreprocessing) {
    const { mean, deviation } = preprocessing;
    this.#square = new PictureSquare(preprocessing);
    this.#sizePx = preprocessing.sizePx;
    this.#numbers = mean.map((value, channel) => numbersOf(value, deviation[channel]!));
  }

  /**
   * @param jpeg proxy, as a path: upright, sRGB
   * @returns 3 × size × size, the planes of red, green and blue
   * @throws Error of libvips where the file is missing, broken or truncated
   */
  async of(jpeg: string): Promise<Float32Array<ArrayBuffer>> {
    const { data, info } = await sharp(jpeg, { failOn: 'error', sequentialRead: true })
      .autoOrient()
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 3 ? data : greyThrice(data, info.channels);
    return this.#planes(this.#square.of(rgb, info.width, info.height));
  }

  #planes({ pixels, strideBytes }: { pixels: Uint8Array; strideBytes: number }): Float32Array<ArrayBuffer> {
    const size = this.#sizePx;
    const area = size * size;
    const planes = new Float32Array(3 * area);
    const [reds, greens, blues] = this.#numbers as [Float32Array, Float32Array, Float32Array];
    for (let y = 0, to = 0; y < size; y++) {
      for (let x = 0, at = y * strideBytes; x < size; x++, at += 3, to++) {
        planes[to] = reds[pixels[at]!]!;
        planes[area + to] = greens[pixels[at + 1]!]!;
        planes[2 * area + to] = blues[pixels[at + 2]!]!;
      }
    }
    return planes;
  }
}

/** In single precision at every step, as torchvision's `ToTensor` and `Normalize` do it. */
function numbersOf(mean: number, deviation: number): Float32Array {
  const centre = Math.fround(mean);
  return Float32Array.from(
    { length: 256 },
    (_, value) => Math.fround(Math.fround(value / 255) - centre) / Math.fround(deviation),
  );
}

/** libvips leaves some grey pictures at one channel. */
function greyThrice(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) rgb.fill(data[from]!, to, to + 3);
  return rgb;
}

/** For tests: a folder with originals, and makers that work in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import type { Proxy } from '../domain/proxy.ts';
import { asSharp, quarters, storedAs } from './picture-fixture.ts';
import { bayerDirectory, dngTags, type FixtureDirectory, writeRawFixture } from './raw-fixture.ts';
import { SharpProxyMaker } from './sharp-proxy-maker.ts';

export class ProxyWorkshop {
  folder = '';
  readonly maker = new SharpProxyMaker();
  /** For what does not depend on the size: small pictures are quick. */
  readonly small = new SharpProxyMaker({ maxSizePx: 256 });

  original(name: string, bytes: Uint8Array): string {
    writeFileSync(join(this.folder, name), bytes);
    return join(this.folder, name);
  }

  targetOf(name: string): string {
    return join(this.folder, 'cache', 'ab', `${encodeURIComponent(name)}.jpg`);
  }

  /** Makes the proxy of one original and says where it lies. */
  async make(name: string, bytes: Uint8Array, by = this.maker) {
    const target = this.targetOf(name);
    const [result] = await by.make([{ original: this.original(name, bytes), target }]);
    return { target, result: result! };
  }

  async proxyOf(name: string, bytes: Uint8Array, by = this.maker): Promise<{ target: string; proxy: Proxy }> {
    const { target, result } = await this.make(name, bytes, by);
    if (result instanceof Error) throw result;
    return { target, proxy: result };
  }
}

/** A workshop that opens before the tests of a file and is cleared away behind them. */
export function proxyWorkshop(): ProxyWorkshop {
  const workshop = new ProxyWorkshop();
  beforeAll(() => {
    workshop.folder = mkdtempSync(join(tmpdir(), 'proxies-'));
  });
  afterAll(async () => {
    await workshop.maker.close();
    await workshop.small.close();
    rmSync(workshop.folder, { recursive: true });
  });
  return workshop;
}

export const upright = (width: number, height: number): Sharp =>
  asSharp(quarters(width, height), width, height);

const strip = (bytes: Buffer) => ({ bytes, offsetTag: 273, sizeTag: 279 });

/** A RAW as cameras write it: directory, JPEG preview, sensor data. */
export async function rawFile(
  orientation: number,
  previewSize: number[] | undefined,
  sensor: number[],
): Promise<Buffer> {
  const preview: FixtureDirectory[] = [];
  if (previewSize) {
    const [width, height] = previewSize as [number, number];
    const turned = storedAs(orientation, quarters(width, height), width, height);
    const jpeg = await asSharp(turned.rgb, turned.width, turned.height).jpeg().toBuffer();
    preview.push({
      tags: [
        { tag: 254, long: [1] },
        { tag: 259, short: [7] },
      ],
      data: strip(jpeg),
    });
  }
  return writeRawFixture({
    chain: [{ tags: dngTags(orientation), sub: [...preview, bayerDirectory(sensor[0]!, sensor[1]!)] }],
  });
}

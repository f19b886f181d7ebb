import sharp from 'sharp';
import { decideCloud } from '../../algorithms/cloud-policy.ts';
import type { CallDesk, CallEnd } from '../vision.ts';

export const madeJpeg = (shade: number): Promise<Buffer> =>
  sharp({
    create: { width: 64, height: 48, channels: 3, background: { r: shade % 256, g: shade >> 8, b: 90 } },
  })
    .jpeg()
    .toBuffer();

/** A desk where the real gate lets every picture pass; what became of the calls is in `ends`. */
export function openDesk(baseUrl: string, jpeg: Uint8Array): CallDesk & { readonly ends: CallEnd[] } {
  const ends: CallEnd[] = [];
  return {
    ends,
    worstTokens: 3000,
    async open() {
      const decision = decideCloud({
        settings: {
          isOn: true,
          allowPeopleSets: false,
          allowHosts: ['127.0.0.1', 'localhost', '[::1]'],
          baseUrl,
          model: 'made-model',
        },
        consent: { runId: 1, baseUrl, model: 'made-model' },
        budget: { leftNanoUsd: 1, worstNanoUsd: 1 },
        members: [{ sha1: 'a', isChecked: true, verdict: 'no-people', flag: null }],
        photo: 'a',
        jpeg,
        readAtMillis: Date.now(),
      });
      if (!decision.mayLeave) return { held: decision.reasons };
      return {
        picture: decision.picture,
        async settle(end) {
          ends.push(end);
          return {
            state: end.state,
            countedNanoUsd: 0,
            reportedNanoUsd: null,
            usage: end.usage,
            note: '',
            at: '',
          };
        },
      };
    },
  };
}

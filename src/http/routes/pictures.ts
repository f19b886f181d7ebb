import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { sha1Schema } from '../contract/photo.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const params = z.object({ sha1: sha1Schema });
/** Sizes that the page uses; a few, so that the browser's cache serves all of it. */
const THUMBNAIL_SIZES = [160, 320, 640] as const;
/** A proxy is made anew only when its settings change, and then its tag differs. */
const CACHE = 'private, max-age=86400';

/** Pictures by id alone: no path from a request is ever opened. */
export function pictureRoutes(server: Server, { library }: Site): void {
  server.get(
    '/photos/:sha1/proxy',
    { schema: { params, summary: 'The picture, upright, at most 1024 px', tags: ['photos'] } },
    async (request, reply) => {
      const file = await library().proxies.show(request.params.sha1);
      const tag = await tagOf(file, 'full');
      reply.header('etag', tag).header('cache-control', CACHE);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type('image/jpeg').send(createReadStream(file));
    },
  );
  server.get(
    '/photos/:sha1/thumbnail',
    {
      schema: {
        params,
        querystring: z.strictObject({
          size: z.coerce.number().pipe(z.literal(THUMBNAIL_SIZES)).default(320),
        }),
        summary: 'The picture, small',
        tags: ['photos'],
      },
    },
    async (request, reply) => {
      const { sha1 } = request.params;
      const { size } = request.query;
      const tag = await tagOf(await library().proxies.show(sha1), String(size));
      reply.header('etag', tag).header('cache-control', CACHE);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      const picture = await library().smallPicture(sha1, size);
      if (picture === null) throw noPicture();
      return reply.type('image/jpeg').send(Buffer.from(picture));
    },
  );
}

async function tagOf(file: string, variant: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw noPicture();
  return `"${Math.round(found.mtimeMs).toString(36)}-${found.size.toString(36)}-${variant}"`;
}

const noPicture = (): HttpProblem =>
  new HttpProblem(404, 'NOT_FOUND', 'There is no picture of that photo yet', 'Run the stage proxies.');

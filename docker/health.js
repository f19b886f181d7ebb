// HEALTHCHECK: whether the server of this container answers. Nothing of the program is loaded, so that it costs some
// 50 ms, and the token is taken from where the server has it.
import { readFileSync } from 'node:fs';

const { PHOTO_TAG_PORT = '7860', PHOTO_TAG_TOKEN, PHOTO_TAG_TOKEN_FILE } = process.env;

try {
  const token =
    PHOTO_TAG_TOKEN || (PHOTO_TAG_TOKEN_FILE ? readFileSync(PHOTO_TAG_TOKEN_FILE, 'utf8').trim() : '');
  const answer = await fetch(`http://127.0.0.1:${PHOTO_TAG_PORT}/health`, {
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(8000),
  });
  console.log(`${answer.status} ${(await answer.text()).slice(0, 500)}`);
  process.exit(answer.ok ? 0 : 1);
} catch (error) {
  console.log(`No answer on port ${PHOTO_TAG_PORT}: ${error.cause?.code ?? error.message}`);
  process.exit(1);
}

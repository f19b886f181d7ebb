import { expect, it } from 'vitest';
import type { Library } from './library.ts';
import { OpenAgain } from './open-again.ts';

/** Libraries that only know whether they are open. */
function libraries() {
  const states: string[] = [];
  const open = async () => {
    const at = states.push('open') - 1;
    return {
      close: async () => {
        states[at] = 'closed';
      },
    } as Library;
  };
  return { states, open };
}
const soon = () => new Promise((done) => setImmediate(done));

it('closes the former library when the last who holds it lets go', async () => {
  const { states, open } = libraries();
  const opened = await OpenAgain.first(open);
  const [one, other] = [opened.hold(), opened.hold()];
  await opened.again();
  const newer = opened.hold();
  one();
  await soon();
  expect(states).toEqual(['open', 'open']);
  other();
  await soon();
  expect(states).toEqual(['closed', 'open']);
  newer();
  await opened.close();
  expect(states).toEqual(['closed', 'closed']);
});

it('closes it at once where nobody holds it, and all when the program ends', async () => {
  const { states, open } = libraries();
  const opened = await OpenAgain.first(open);
  await opened.again();
  await soon();
  expect(states).toEqual(['closed', 'open']);
  opened.hold();
  await opened.again();
  await soon();
  expect(states).toEqual(['closed', 'open', 'open']);
  await opened.close();
  expect(states).toEqual(['closed', 'closed', 'closed']);
});

it('goes on where the former one does not close well', async () => {
  let isFirst = true;
  const opened = await OpenAgain.first(async () => {
    const close = isFirst ? () => Promise.reject(new Error('the disk is gone')) : async () => {};
    isFirst = false;
    return { close } as Library;
  });
  const warned = new Promise((done) => process.once('warning', done));
  await opened.again();
  expect(await warned).toMatchObject({ name: 'ClosingWarning', message: 'the disk is gone' });
  await opened.close();
});

it('keeps the one that is open where the new one cannot be opened', async () => {
  const { states, open } = libraries();
  let isBroken = false;
  const opened = await OpenAgain.first(async () => {
    if (isBroken) throw new Error('no');
    return open();
  });
  const { library } = opened;
  isBroken = true;
  await expect(opened.again()).rejects.toThrow('no');
  expect(opened.library).toBe(library);
  expect(states).toEqual(['open']);
});

import { expect, it } from 'vitest';
import { StockTaking } from './stock-taking.ts';

it('counts the tables anew each time that twice as much is done', async () => {
  const counted: number[] = [];
  let done = 0;
  const stock = new StockTaking({
    takeStock: async () => {
      counted.push(done);
    },
  });
  for (; done <= 20_000; done += 64) await stock.after(done);
  expect(counted).toEqual([1024, 2048, 4096, 8192, 16_384]);
});

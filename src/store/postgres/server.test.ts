import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../../test/postgres.fixture.ts';
import { DatabaseAddress } from '../../domain/database-address.ts';
import { openPostgresStore } from '../postgres.ts';
import type { Store } from '../store.ts';

const rule = (store: Store, word: string) => store.quarantine.putRule(word, 'banned');
const words = async (store: Store) => [...(await store.quarantine.rules()).keys()];

describe.skipIf(!hasPostgres)('a Postgres server', () => {
  let cluster: PostgresCluster;
  beforeAll(() => {
    cluster = startPostgres();
  });
  afterAll(() => cluster?.stop());

  it('gets its tables once, though many workers start at the same time', async () => {
    const address = await cluster.database();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore(address)));
    await Promise.all(stores.map((store, i) => rule(store, `word ${i}`)));
    expect(await words(stores[0]!)).toHaveLength(6);
    for (const store of stores) await store.close();
  });

  it('may stop and start: what comes meanwhile fails and says so, and then all goes on', async () => {
    const store = await openPostgresStore(await cluster.database());
    await store.transaction((one) => rule(one, 'before'), { durable: true });
    const halfway = store.transaction(async (one) => {
      await rule(one, 'halfway');
      cluster.kill();
      await rule(one, 'never');
    });
    await expect(halfway).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: expect.stringContaining('cannot be used'),
      remedy: expect.stringContaining('what was done stays'),
    });
    await expect(words(store)).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
    cluster.start();
    await rule(store, 'after');
    expect(await words(store)).toEqual(['after', 'before']);
    await store.close();
  });

  it('gives the lock of a library to one, and names the holder to others', async () => {
    const address = await cluster.database();
    const [one, other] = [await openPostgresStore(address), await openPostgresStore(address)];
    const lock = await one.lock({ command: 'run /photos' });
    await expect(other.lock({ command: 'write' })).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringMatching(/photo-tag run \/photos, .*since 20/),
    });
    await lock.release();
    const next = await other.lock({ command: 'write' });
    await next.release();
    expect(next.lost.aborted).toBe(false);
    await one.close();
    await other.close();
  });

  it('lets workers share the lock, and nobody have it alone meanwhile', async () => {
    const store = await openPostgresStore(await cluster.database());
    const shared = [1, 2].map(() => store.lock({ command: 'worker', mode: 'shared' }));
    const [one, two] = await Promise.all(shared);
    await expect(store.lock({ command: 'run' })).rejects.toMatchObject({ code: 'LOCKED' });
    await one!.release();
    await two!.release();
    await (await store.lock({ command: 'run' })).release();
    await store.close();
  });

  it('keeps nothing of who held the lock when the server was lost, until it is taken again', async () => {
    const store = await openPostgresStore(await cluster.database());
    const lock = await store.lock({ command: 'run' });
    cluster.kill();
    cluster.start();
    await expect.poll(() => lock.lost.aborted).toBe(true);
    expect(lock.lost.reason).toMatchObject({ code: 'STORE_UNUSABLE' });
    await expect(store.transaction((one) => rule(one, 'late'))).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
    });
    await lock.release();
    const again = await store.lock({ command: 'run' });
    await store.transaction((one) => rule(one, 'now'));
    expect(await words(store)).toEqual(['now']);
    await again.release();
    await store.close();
  });

  it('orders by bytes, whatever it was made with, as pages and SQLite do', async () => {
    const store = await openPostgresStore(await cluster.database());
    for (const word of ['b', 'B', 'ä', 'a', 'A', 'z', '_', '\u{1F30A}', '\uFFFD']) await rule(store, word);
    expect(await words(store)).toEqual(['A', 'B', '_', 'a', 'b', 'z', 'ä', '\uFFFD', '\u{1F30A}']);
    await store.close();
  });

  it('is not used by a version that is older than its tables', async () => {
    const address = await cluster.database();
    await (await openPostgresStore(address)).close();
    await cluster.query(address, `insert into kysely_migration values ('999-later', '2030')`);
    await expect(openPostgresStore(address)).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: expect.stringMatching(/newer version of photo-tag made it \(999-later\)/),
    });
  });

  const socket = () => encodeURIComponent(cluster.socketFolder);
  it.each([
    [
      'there is no such database',
      () => `postgres://postgres:s3cret@localhost/none?host=${socket()}`,
      /createdb/,
    ],
    [
      'there is no such user',
      () => `postgres://nobody:s3cret@localhost/postgres?host=${socket()}`,
      /password/,
    ],
    ['nobody listens', () => 'postgres://ana:s3cret@127.0.0.1:1/photos', /server runs/],
    ['there is no socket', () => 'postgres://ana:s3cret@localhost/photos?host=%2Fnone', /socket/],
    ['the name is unknown', () => 'postgres://ana:s3cret@db.invalid/photos', /name of the server/],
    ['the URL is none', () => 'postgres://ana:s3cret@[photos', /%XX/],
  ])('is asked in vain where %s, and that is said without the password', async (_, address, remedy) => {
    const error = await openPostgresStore(new DatabaseAddress(address())).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(STORE_UNUSABLE|CONFIG_INVALID)$/),
      remedy: expect.stringMatching(remedy),
    });
    expect(String((error as Error).message)).not.toContain('s3cret');
    expect((error as Error).stack).not.toContain('s3cret');
  });
});

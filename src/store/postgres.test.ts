import { afterAll, beforeAll, describe } from 'vitest';
import { captionsStoreContract } from '../../test/contracts/captions-store.ts';
import { deedStoreContract } from '../../test/contracts/deed-store.ts';
import { labelStoreContract } from '../../test/contracts/label-store.ts';
import { reviewStoreContract } from '../../test/contracts/review-store.ts';
import { storeContract } from '../../test/contracts/store.ts';
import { visionStoreContract } from '../../test/contracts/vision-store.ts';
import { vocabularyStoreContract } from '../../test/contracts/vocabulary-store.ts';
import { wholeLibraryStoreContract } from '../../test/contracts/whole-library-store.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../test/postgres.fixture.ts';

describe.skipIf(!hasPostgres)('the store on Postgres', () => {
  let cluster: PostgresCluster;
  beforeAll(() => {
    cluster = startPostgres();
  });
  afterAll(() => cluster.stop());

  const postgres = { name: 'Postgres', open: () => cluster.openEmptyStore() };
  storeContract(postgres);
  captionsStoreContract(postgres);
  visionStoreContract(postgres);
  deedStoreContract(postgres);
  labelStoreContract(postgres);
  reviewStoreContract(postgres);
  vocabularyStoreContract(postgres);
  wholeLibraryStoreContract(postgres);
});

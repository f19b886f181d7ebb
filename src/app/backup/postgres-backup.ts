import type { DatabaseAddress } from '../../domain/database-address.ts';
import { PhotoTagError } from '../../domain/errors.ts';

/** A library on Postgres is backed up by Postgres' own tools, which know its roles, its log and its replicas. */
export function refusePostgres(database: DatabaseAddress, deed: 'backup' | 'restore'): void {
  if (database.kind !== 'postgres') return;
  const command =
    deed === 'backup'
      ? `pg_dump --format=custom --file=photo-tag.dump '${database.shown}'`
      : `pg_restore --clean --if-exists --dbname='${database.shown}' photo-tag.dump`;
  throw new PhotoTagError('USAGE', `The library is kept in Postgres, which has its own ${deed}`, {
    remedy: `Run \`${command}\` with the password in PGPASSWORD, and keep config.yaml and ck_vocab.yaml with the dump (docs/backup.md).`,
  });
}

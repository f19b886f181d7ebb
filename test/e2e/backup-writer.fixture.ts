import { DatabaseSync } from 'node:sqlite';

/** Writes to a library without end: two rows a transaction, one in each of two tables. */
const database = new DatabaseSync(process.argv[2]!, { timeout: 10_000 });
database.exec('pragma journal_mode = wal');
const one = database.prepare("insert into word_rule (word, verdict) values (?, 'ok')");
const other = database.prepare("insert into people_flag (sha1, flag) values (?, 'set')");
for (let row = 0; ; row++) {
  database.exec('begin immediate');
  one.run(`word ${row}`);
  other.run(`photo ${row}`);
  database.exec('commit');
  if (row === 100) process.send?.('writing');
}

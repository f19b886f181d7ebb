import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TagLayer } from '../../domain/tag.ts';
import type { Tag, TagName } from '../store.ts';
import { absentPhotos } from './absent.ts';
import type { Tables } from './tables.ts';

const LAYERS: readonly TagLayer[] = ['CK', 'AI'];

interface NameRow {
  readonly layer: string;
  readonly name: string;
}

/**
 * Proposals are counted by name from their index, and then put right by what is rare: photos that are gone, rejections,
 * and tags that nobody proposed.
 */
export async function namesInUse(db: Kysely<Tables>): Promise<TagName[]> {
  const { rows } = await sql<NameRow & { photos: number | string }>`
    select layer, name, sum(n) as photos from (
      select layer, name, count(*) as n from proposal group by layer, name
      union all
      select layer, name, -count(*) as n from proposal where sha1 in ${absentPhotos} group by layer, name
      union all
      select decision.layer, decision.name, -count(*) as n from decision
        where verdict = 'rejected' and ${isProposed} and sha1 not in ${absentPhotos} group by layer, name
      union all
      select decision.layer, decision.name, count(*) as n from decision
        where verdict <> 'rejected' and not ${isProposed} and sha1 not in ${absentPhotos} group by layer, name
    ) as counted group by layer, name having sum(n) > 0 order by photos desc, name`.execute(db);
  return rows.map((row) => ({ layer: row.layer as TagLayer, name: row.name, photos: Number(row.photos) }));
}

const isProposed = sql`exists (select 1 from proposal where proposal.sha1 = decision.sha1
  and proposal.layer = decision.layer and proposal.name = decision.name)`;

/** Of each name one photo that has it is looked for, and no more. */
export async function countNamesInUse(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ names: number | string }>`${eachName} select count(*) as names from each_name
    where exists (select 1 from proposal where proposal.layer = each_name.layer and proposal.name = each_name.name
        and sha1 not in ${absentPhotos} and not exists (select 1 from decision as rejection
          where rejection.sha1 = proposal.sha1 and rejection.layer = proposal.layer
            and rejection.name = proposal.name and rejection.verdict = 'rejected'))
      or exists (select 1 from decision where decision.layer = each_name.layer and decision.name = each_name.name
        and verdict <> 'rejected' and sha1 not in ${absentPhotos})`.execute(db);
  return Number(rows[0]!.names);
}

export async function everyName(db: Kysely<Tables>): Promise<Tag[]> {
  const { rows } = await sql<NameRow>`${eachName} select layer, name from each_name
    order by layer, name`.execute(db);
  return rows.map((row) => ({ layer: row.layer as TagLayer, name: row.name }));
}

/** From one name to the next by the index, past all photos that have it ("loose index scan"). */
const eachName = sql`with recursive ${sql.join(
  (['proposal', 'decision'] as const).flatMap((table) => LAYERS.map((layer) => namesOf(table, layer))),
)}, each_name as (${sql.join(
  (['proposal', 'decision'] as const).flatMap((table) =>
    LAYERS.map((layer) => {
      const list = sql.ref(`${table}_${layer.toLowerCase()}`);
      return sql`select ${sql.lit(layer)} as layer, name from ${list} where name is not null`;
    }),
  ),
  sql` union `,
)})`;

function namesOf(table: 'proposal' | 'decision', layer: TagLayer): RawBuilder<unknown> {
  const list = sql.ref(`${table}_${layer.toLowerCase()}`);
  const of = sql`from ${sql.table(table)} as tag where tag.layer = ${sql.lit(layer)}`;
  return sql`${list} (name) as (
    select min(tag.name) ${of}
    union all
    select (select min(tag.name) ${of} and tag.name > former.name) from ${list} as former where former.name is not null)`;
}

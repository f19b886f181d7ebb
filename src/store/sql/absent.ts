import { sql } from 'kysely';

/**
 * Says that a photo has no file any more: what is known of it stays, for the day when the file is back. Written as the
 * condition of the index `outcome_not_done`, so that it is read from there.
 */
export const absentPhotos = sql`(select item from outcome where status <> 'done' and status in ('failed', 'skipped') and stage = 'scan')`;

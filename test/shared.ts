import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = process.env.PHOTO_TAG_SHARED ?? resolve(import.meta.dirname, '../../shared');

/** Real test data lies beside the project on development machines, and not at a user's. */
export const hasShared = existsSync(join(root, 'photos'));

export const sharedPath = (relative: string): string => join(root, relative);

import type { Settings } from '../../config/load.ts';
import type { DatabaseBackup } from '../../store/database-backup.ts';

/** What backup and restore work with, while the library may be closed, missing or broken. */
export interface BackupTools {
  /** As the configuration says now. */
  settings(): Settings;
  /** Where the configuration is, or is to be. */
  readonly configFile: string;
  readonly database: DatabaseBackup;
}

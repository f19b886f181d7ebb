import { join, resolve } from 'node:path';
import type { BackupTools } from '../app/backup/backup-tools.ts';
import { type ConfigSources, loadSettings } from '../config/load.ts';
import { sqliteBackup } from '../store/sqlite-backup/index.ts';

export function backupTools(sources: ConfigSources): BackupTools {
  const { folder, configFile } = sources;
  return {
    // One that is named and missing is about to be restored: the folder it belongs to is known all the same.
    settings: () => loadSettings(sources),
    configFile: resolve(folder, configFile ?? join('config', 'config.yaml')),
    database: sqliteBackup,
  };
}

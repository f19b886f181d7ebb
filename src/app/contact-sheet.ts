import type { Library } from './library.ts';
export async function refreshContactSheet(_library: Library, _folder: string): Promise<void> {}
export async function writeContactSheet(_library: Library, _folder: string): Promise<string[]> {
  return [];
}

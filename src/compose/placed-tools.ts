import type { PathMap } from '../domain/path-map.ts';
import type { ProxyMaker } from '../imaging/proxy-maker.ts';
import type { FileHasher } from '../metadata/file-hasher.ts';
import type { MetadataReader } from '../metadata/metadata-reader.ts';
import type { SidecarChange, SidecarWriteResult, SidecarWriter } from '../metadata/sidecar-writer.ts';

/**
 * Tools that are given paths as the library has them, and touch files where this machine finds them. What they say of a
 * file to the user names it as it is here.
 */
export function placedHasher(hasher: FileHasher, { isEmpty, toLocal }: PathMap): FileHasher {
  if (isEmpty) return hasher;
  return { hash: (paths) => hasher.hash(paths.map(toLocal)), close: () => hasher.close() };
}

export function placedReader(reader: MetadataReader, { isEmpty, toLocal }: PathMap): MetadataReader {
  if (isEmpty) return reader;
  return {
    id: reader.id,
    read: (paths) => reader.read(paths.map(toLocal)),
    readSidecars: (paths) => reader.readSidecars(paths.map(toLocal)),
    close: () => reader.close(),
  };
}

/** Proxies themselves are named as this machine has them. */
export function placedMaker(maker: ProxyMaker, { isEmpty, toLocal }: PathMap): ProxyMaker {
  if (isEmpty) return maker;
  return {
    id: maker.id,
    make: (requests) =>
      maker.make(requests.map(({ original, target }) => ({ original: toLocal(original), target }))),
    close: () => maker.close(),
  };
}

export function placedWriter(writer: SidecarWriter, { isEmpty, toLocal, toLibrary }: PathMap): SidecarWriter {
  if (isEmpty) return writer;
  const here = <Request extends { readonly sidecar: string }>(request: Request): Request => ({
    ...request,
    sidecar: toLocal(request.sidecar),
  });
  const inLibrary = (change: SidecarChange): SidecarChange => ({
    ...change,
    sidecar: toLibrary(change.sidecar),
  });
  const planned = (changes: readonly (SidecarChange | Error)[]) =>
    changes.map((change) => (change instanceof Error ? change : inLibrary(change)));
  const made = (result: SidecarWriteResult): SidecarWriteResult =>
    result.status === 'failed' ? result : { ...result, change: inLibrary(result.change) };
  return {
    plan: async (additions) => planned(await writer.plan(additions.map(here))),
    write: async (addition) => made(await writer.write(here(addition))),
    planRemoval: async (removals) => planned(await writer.planRemoval(removals.map(here))),
    remove: async (removal) => made(await writer.remove(here(removal))),
    planRespelling: async (respellings) => planned(await writer.planRespelling(respellings.map(here))),
    respell: async (respelling) => made(await writer.respell(here(respelling))),
    move: (from, to) => writer.move(toLocal(from), toLocal(to)),
    clearLeftovers: (sidecars) => writer.clearLeftovers(sidecars.map(toLocal)),
    close: () => writer.close(),
  };
}

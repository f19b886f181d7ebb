import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { OpenAgain } from '../../app/open-again.ts';
import { RunDesk } from '../../app/run-desk.ts';
import { VocabularyDesk } from '../../app/vocabulary/vocabulary-desk.ts';
import { WriteDesk } from '../../app/write-desk.ts';
import { messageOf } from '../../domain/errors.ts';
import { isPageBuilt } from '../../http/pages.ts';
import type { RequestLog } from '../../http/request-log.ts';
import { isLoopback } from '../../http/security/allowed-hosts.ts';
import { keptToken } from '../../http/security/kept-token.ts';
import { serveSite } from '../../http/serve-site.ts';
import type { Site } from '../../http/site.ts';
import { type CliContext, globalOptions, openFor, sourcesOf } from '../context.ts';
import { requestLines } from '../log/json-log.ts';
import { logRuns } from '../log/run-lines.ts';
import { json, printable } from '../output.ts';

export interface ServeOptions {
  readonly port: number;
  readonly address: string;
  readonly name?: string[];
  readonly allow?: string[];
}

/** The page's port, by the spec. */
export const PAGE_PORT = 7860;

export function addServeCommand(program: Command, context: CliContext, version: string): void {
  program
    .command('serve [folders...]')
    .description('serve the page and its API, to this machine alone unless --address says otherwise')
    .option('--port <number>', 'port of the page', portNumber, PAGE_PORT)
    .option(
      '--address <address>',
      'address to listen on; 0.0.0.0 lets other machines in, with a token',
      '127.0.0.1',
    )
    .option('--name <name...>', 'another name under which the page is opened: photos.lan')
    .addHelpText(
      'after',
      '\nWhere other machines are let in, the link that is printed holds an access token. PHOTO_TAG_TOKEN keeps one\n' +
        'token from start to start, and so does the file PHOTO_TAG_TOKEN_FILE, which is made where it is missing.\n' +
        'The connection is not encrypted: use a VPN, ssh -L or a reverse proxy with TLS.',
    )
    .option('--allow <folder...>', 'folders that other machines may name in the configuration')
    .action((folders: string[], options: ServeOptions, command: Command) =>
      serve(context, command, folders, options, version),
    );
}

/**
 * A page asks for a few rows here and there, of which the system keeps enough as well; runs have a process of their own.
 * A server may stand for months on a small machine.
 */
const CACHE_KIB = 16_384;

/** Serves the page until Ctrl-C; what is at work then is finished first. */
export async function serve(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  options: ServeOptions,
  version: string,
): Promise<void> {
  const { address, port, name = [], allow = [] } = options;
  const { PHOTO_TAG_TOKEN, PHOTO_TAG_TOKEN_FILE } = process.env;
  const token = keptToken({ token: PHOTO_TAG_TOKEN, file: PHOTO_TAG_TOKEN_FILE });
  const sources = sourcesOf(context, command, folders);
  const opened = await OpenAgain.first(async () => {
    const library = await openFor(context, sources, { cacheKiB: CACHE_KIB });
    library.readBeside();
    return library;
  });
  const library = () => opened.library;
  try {
    const desk = new RunDesk(context.runner(sources));
    const writeDesk = new WriteDesk(library);
    const vocabularyDesk = new VocabularyDesk(library, async () => {
      // A comparison that began meanwhile looks at the library that is open.
      await writeDesk.ended();
      await opened.again();
    });
    const site: Site = {
      version,
      library,
      hold: () => opened.hold(),
      configFile: library().settings.configFile ?? join(context.folder, 'config', 'config.yaml'),
      reopen: () => opened.again(),
      allowedFolders: isLoopback(address) ? null : allow,
      rootsFromStart: folders.length > 0,
      desk,
      writeDesk,
      vocabularyDesk,
    };
    if (context.log) logRuns(desk, context.log);
    const log = context.log ? requestLines(context.log) : faultsInWords(context.stderr);
    const serving = await serveSite(site, { address, port, names: name, token, log });
    const { url } = serving;
    if (!isPageBuilt())
      context.stderr.write('The page was not built: run `npm run build` in the folder of photo-tag.\n');
    context.stdout.write(globalOptions(command).json ? json({ url }) : `Open ${url}\nCtrl-C ends it.\n`);
    await aborted(context.signal);
    const isBusy = [desk.cancel(), writeDesk.cancel(), vocabularyDesk.cancel()].includes(true);
    if (isBusy) context.stderr.write('Waiting for the work in hand…\n');
    await Promise.all([desk.ended(), writeDesk.ended(), vocabularyDesk.ended()]);
    await serving.close();
  } finally {
    await opened.close();
  }
}

/** For people only what is a fault of the program. */
const faultsInWords = (out: NodeJS.WritableStream): RequestLog => ({
  answered: () => undefined,
  failed: ({ requestId, method, route }, error) =>
    void out.write(`${method} ${route} failed (request ${requestId}): ${printable(messageOf(error))}\n`),
});

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

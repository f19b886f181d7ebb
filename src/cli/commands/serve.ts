import { type Command, InvalidArgumentError } from 'commander';
import { RunDesk } from '../../app/run-desk.ts';
import { WriteDesk } from '../../app/write-desk.ts';
import { serveSite } from '../../http/serve-site.ts';
import { type CliContext, globalOptions, sourcesOf, withLibrary } from '../context.ts';
import { json } from '../output.ts';

interface ServeOptions {
  readonly port: number;
  readonly address: string;
  readonly name?: string[];
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
        'token from start to start. The connection is not encrypted: use a VPN, ssh -L or a reverse proxy with TLS.',
    )
    .action((folders: string[], options: ServeOptions, command: Command) =>
      withLibrary(context, command, folders, async (library) => {
        const desk = new RunDesk(context.runner(sourcesOf(context, command, folders)));
        const writeDesk = new WriteDesk(() => library);
        const serving = await serveSite(
          { version, library: () => library, desk, writeDesk },
          {
            address: options.address,
            port: options.port,
            names: options.name ?? [],
            token: process.env.PHOTO_TAG_TOKEN || null,
          },
        );
        const { url } = serving;
        context.stdout.write(globalOptions(command).json ? json({ url }) : `Open ${url}\nCtrl-C ends it.\n`);
        await aborted(context.signal);
        if (desk.cancel()) context.stderr.write('Waiting for the run to finish its batches…\n');
        await desk.ended();
        writeDesk.cancel();
        await writeDesk.ended();
        await serving.close();
      }),
    );
}

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

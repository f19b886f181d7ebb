#!/usr/bin/env node
// Runs on any Node from 18 on: where the system's Node is too old for the program, the one that the project
// pins (npm package `node`) takes over.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const program = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  // node:sqlite still announces itself as new; nothing in that is news to a user.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.stack ?? warning}\n`);
  });
  if (process.argv.some(staysUp)) withSmallNursery();
  keepCompiled();
  await import(program);
} else {
  const node = pinnedNode();
  if (node === null) {
    process.stderr.write(
      `photo-tag needs Node ${NEEDED_MAJOR} or newer; this is ${process.versions.node}.\n` +
        'Run `npm ci` in the project folder: it brings the right one. Or install a newer Node.\n',
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; other signals reach only this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function pinnedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * What is compiled once is kept beside the packages, which halves the time of a start: 0.7 s of processor for 1.3. For the
 * processes that this one starts as well. Where that folder cannot be written, nothing is kept.
 */
function keepCompiled() {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  const folder = fileURLToPath(new URL('../node_modules/.cache/photo-tag-compiled', import.meta.url));
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return;
  }
  process.env.NODE_COMPILE_CACHE = folder;
  module.enableCompileCache(folder);
}

/** Commands that are there for hours, beside other programs; a folder of that name does no harm. */
function staysUp(word) {
  return word === 'serve' || word === 'start';
}

/**
 * V8 lets young objects take up to 100 MB before it looks which of them are still in use, and gives none of it back: with
 * half a million photos the server takes 580 MB that way, and 420 MB where it looks at every 4 MB. It reads that at its
 * start alone, so this process begins anew, where the system can do that.
 */
function withSmallNursery() {
  const flag = '--max-semi-space-size=4';
  const isSet = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((text) =>
    text.includes('semi-space'),
  );
  if (isSet || process.execve === undefined || process.platform === 'win32') return;
  process.execve(process.execPath, [process.execPath, flag, ...process.execArgv, ...process.argv.slice(1)]);
}

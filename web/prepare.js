// Builds the page when the program is installed. Where the tools for it were left out (npm ci --omit=dev), the program
// still works, and its server says how the page is built. Runs on whatever Node npm has.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const hasTools = ['vite', 'react', '@mantine/core'].every((name) => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
});
if (hasTools) {
  const isWindows = process.platform === 'win32';
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit', shell: isWindows });
  process.exitCode = status ?? 1;
} else {
  console.log(
    'The page was not built: its tools are development dependencies. `npm ci && npm run build` builds it.',
  );
}

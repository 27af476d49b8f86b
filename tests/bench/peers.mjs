// The libraries that are raced against, from npm, into build/peers: peers/ pins them. Nothing of them is shipped.
// @ts-check
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const pinned = fileURLToPath(new URL('peers/', import.meta.url));
const peers = fileURLToPath(new URL('../../build/peers/', import.meta.url));

/** Installs them. @returns what loads one by its name */
export function installPeers() {
  mkdirSync(peers, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(pinned + file, peers + file);
  const { status, stderr } = spawnSync(
    'npm',
    ['ci', '--prefix', peers, '--ignore-scripts', '--no-audit', '--no-fund'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`npm ci: ${stderr}`);
  return createRequire(peers);
}

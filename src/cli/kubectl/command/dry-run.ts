/** --dry-run: nowhere, here, or at the server. */
import { logHead } from './discovery-log.ts';
import type { Task } from './task.ts';
import { CommandError } from './errors.ts';
import { isBool, isTrue, type FlagSpec } from './flag.ts';
import type { Invocation } from './invocation.ts';

/** Until then --dry-run stood alone. */
const wordsSince = 18;

export type DryRun = 'none' | 'client' | 'server';

export const dryRunFlag: FlagSpec = {
  name: 'dry-run',
  type: 'optional',
  initial: 'none',
  bare: 'unchanged',
  usage: 'none, client (only print what would be sent) or server (send it without keeping it).',
};

export function dryRun(k: Invocation): DryRun {
  const word = k.flags.text('dry-run');
  if (word === 'none' || word === '') return 'none';
  if (word === 'client' || word === 'server') return word;
  if (word === 'unchanged') return 'client';
  if (isBool(word)) return isTrue(word) ? 'client' : 'none';
  throw new CommandError(`Invalid dry-run value (${word}). Must be "none", "server", or "client".`);
}

/** --dry-run without a word, or with yes or no, is an old habit that the client minds. */
export function* warnOfBareDryRun(k: Invocation): Task {
  if (k.release.minor < wordsSince) return;
  const word = k.flags.text('dry-run');
  if (isBool(word)) yield* k.warn(`${logHead(k, 'W')} helpers.go:${isTrue(word) ? 733 : 736}] --dry-run=${word} is deprecated (boolean value) and can be replaced with --dry-run=${isTrue(word) ? 'client' : 'none'}.\n`);
  if (word === 'unchanged') yield* k.warn(`${logHead(k, 'W')} helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client.\n`);
}

/** What stands behind "created". */
export function dryRunSuffix(mode: DryRun): string {
  return mode === 'client' ? ' (dry run)' : mode === 'server' ? ' (server dry run)' : '';
}

export function dryRunQuery(mode: DryRun): [string, string][] {
  return mode === 'server' ? [['dryRun', 'All']] : [];
}

/** etcdctl and etcdutl: what the API server has written, read from etcd itself, changed behind its back, saved and restored. */
import { Exit } from '../../kubectl/command/errors.ts';
import type { Process, Program } from '../../../host/index.ts';
import { nodeProgram, type NodeTool, type NodeVerb } from '../tool.ts';
import { call, endpointsOf, etcdFlags } from './etcd-client.ts';
import { compactVerb, delVerb, getVerb, putVerb } from './key-verbs.ts';
import { grantVerb, keepAliveVerb, leasesVerb, revokeVerb, timeToLiveVerb } from './lease-verbs.ts';
import { accessVerbs } from './access-verbs.ts';
import { endpointHealthVerb, endpointStatusVerb, hashVerb } from './endpoint-verbs.ts';
import { checkVariables, withVariables } from './environment.ts';
import { memberVerbs } from './member-verbs.ts';
import { restoreVerb, saveVerb, statusVerb } from './snapshot-verbs.ts';
import { txnVerb } from './txn-verb.ts';
import { watchVerb } from './watch-verb.ts';

const defragVerb: NodeVerb = {
  name: 'defrag',
  summary: 'Defragments the storage of the etcd members with given endpoints',
  usage: 'defrag',
  *run(c) {
    for (const endpoint of endpointsOf(c)) {
      const begunMs = c.p.host.clock.now;
      yield* call(c, '/v3/maintenance/defragment', {}, endpoint);
      yield* c.p.print(`Finished defragmenting etcd member[${endpoint}]. took ${c.p.host.clock.now - begunMs}ms\n`);
    }
  },
};

/** A world's etcd has no quota that it could exceed, so that none is ever raised. */
const alarmVerb = (name: 'list' | 'disarm'): NodeVerb => ({
  name: `alarm ${name}`,
  summary: name === 'list' ? 'Lists all alarms' : 'Disarms all alarms',
  usage: `alarm ${name}`,
  *run(c) {
    yield* call(c, '/v3/maintenance/alarm', { action: name === 'list' ? 'GET' : 'DEACTIVATE' });
  },
});

/** "3.6.8": it stands in the executable's own bytes. */
function versionOf(p: Process): string {
  return /^version (\S+)$/m.exec(p.files.readText(p.exe).slice(0, 128))?.[1] ?? '3.6.8';
}

function minorOf(p: Process): number {
  return Number(versionOf(p).split('.')[1]);
}

const versionVerb = (name: string): NodeVerb => ({
  name: 'version',
  summary: `Prints the version of ${name}`,
  usage: 'version',
  *run({ p }) {
    yield* p.print(`${name} version: ${versionOf(p)}\nAPI version: ${minorOf(p) < 4 ? '3.2' : `3.${minorOf(p)}`}\n`);
  },
});

const verbs = [
  getVerb, putVerb, delVerb, txnVerb, watchVerb, compactVerb, { ...compactVerb, name: 'compact' }, grantVerb, revokeVerb, timeToLiveVerb, leasesVerb, keepAliveVerb,
  ...memberVerbs, endpointHealthVerb, endpointStatusVerb, hashVerb, defragVerb, ...accessVerbs, alarmVerb('list'), alarmVerb('disarm'), saveVerb, versionVerb('etcdctl'),
];

const parts: Omit<NodeTool, 'verbs'> = {
  name: 'etcdctl',
  summary: 'etcdctl - A simple command line client for etcd3.',
  flags: etcdFlags,
  words: withVariables,
  unknownVerb: (word) => `unknown command "${word}" for "etcdctl"`,
  failure: (message) => `Error: ${message}\n`,
};
const current = nodeProgram({ ...parts, verbs });
/** Until 3.5 what needs no etcd was etcdctl's, too. */
const former = nodeProgram({ ...parts, verbs: [...verbs, statusVerb, restoreVerb] });
/** Until 3.3 it spoke the second version of the protocol unless told otherwise, and no cluster here has keys of that one. */
const second = nodeProgram({ ...parts, verbs: [versionVerb('etcdctl')], unknownVerb: (word) => `No help topic for '${word}'`, failure: (message) => `${message}\n` });

const apiUntil = 6; // the first minor release that no longer asks ETCDCTL_API

export const etcdctl: Program = function* (p) {
  const minor = minorOf(p);
  if (minor < 4 && p.env.get('ETCDCTL_API') !== '3') return yield* second(p);
  try {
    yield* checkVariables(p, minor < apiUntil);
  } catch (error) {
    if (error instanceof Exit) return error.exitCode;
    throw error;
  }
  return yield* (minor < apiUntil ? former : current)(p);
};

export const etcdutl = nodeProgram({
  name: 'etcdutl',
  summary: 'etcdutl - An administrative command line tool for etcd3.',
  verbs: [statusVerb, restoreVerb, versionVerb('etcdutl')],
  flags: [{ name: 'write-out', short: 'w', type: 'string', initial: 'simple', usage: 'set the output format (fields, json, simple, table)' }],
  unknownVerb: (word) => `unknown command "${word}" for "etcdutl"`,
  failure: (message) => `Error: ${message}\n`,
});

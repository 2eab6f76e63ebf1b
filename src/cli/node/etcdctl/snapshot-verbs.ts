/** Snapshots: what etcd holds, saved as a file, looked at, and laid down as the directory of another etcd. */
import { bytesToHex, decodeUtf8, formatRfc3339Micro, JsonError, parseJson, sha256Bytes, type Json } from '../../../base/index.ts';
import { errorCode, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { badArguments, endpointsOf, open } from './etcd-client.ts';
import { printRows, sizeText } from './print.ts';

const digestBytes = 32;
const pageBytes = 512;
const panicked = 2;

function* log(p: Process, caller: string, msg: string, values: Json = {}, level = 'info'): Task {
  yield* p.error(`${JSON.stringify({ level, ts: formatRfc3339Micro(p.host.wallMs), caller, msg, ...(values as object) })}\n`);
}

export const saveVerb: NodeVerb = {
  name: 'snapshot save',
  summary: 'Stores an etcd node backend snapshot to a given file',
  usage: 'snapshot save <filename>',
  *run(c) {
    const { p, args } = c;
    if (args.length !== 1) throw new CommandError('snapshot save expects one argument', { exitCode: badArguments });
    const endpoints = endpointsOf(c);
    if (endpoints.length !== 1) throw new CommandError(`snapshot must be requested to one selected node, not multiple [${endpoints.join(' ')}]`, { exitCode: badArguments });
    const path = args[0]!;
    const part = `${path}.part`;
    put(p, part, new Uint8Array(0));
    yield* log(p, 'snapshot/v3_snapshot.go:83', 'created temporary db file', { path: part });
    const response = yield* open(c, 'POST', '/v3/maintenance/snapshot', {});
    yield* log(p, 'snapshot/v3_snapshot.go:96', 'fetching snapshot', { endpoint: endpoints[0]! });
    const bytes = yield* response.readAll();
    put(p, part, bytes);
    yield* log(p, 'snapshot/v3_snapshot.go:111', 'fetched snapshot', { endpoint: endpoints[0]!, size: sizeText(bytes.length), took: 'now' });
    p.files.rename(part, path);
    yield* log(p, 'snapshot/v3_snapshot.go:121', 'saved', { path });
    yield* p.print(`Snapshot saved at ${path}\n`);
  },
};

function put(p: Process, path: string, bytes: Uint8Array): void {
  try {
    p.files.writeFile(path, bytes, { mode: 0o600 });
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new CommandError(`could not open ${path} (open ${path}: ${code === 'EACCES' ? 'permission denied' : code === 'ENOSPC' ? 'no space left on device' : 'no such file or directory'})`, { exitCode: 5 });
  }
}

interface SnapshotFile {
  readonly size: number;
  readonly body: Uint8Array; // without the digest that `save` puts at the end
  readonly digest: string; // of the body
  readonly expected: string | undefined; // the digest at the end; a file that was copied out of a data directory has none
  readonly head: Json;
}

function readSnapshot(p: Process, path: string, missing: string): SnapshotFile {
  if (!p.files.exists(path)) throw new CommandError(missing);
  if (p.files.stat(path).kind === 'dir') throw new CommandError(`read ${path}: is a directory`);
  const bytes = p.files.readFile(path);
  const hasDigest = bytes.length % pageBytes === digestBytes;
  const body = hasDigest ? bytes.subarray(0, bytes.length - digestBytes) : bytes;
  let head: Json = {};
  try {
    head = parseJson(decodeUtf8(body.subarray(0, 200)).split('\n')[0]!);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  return { size: bytes.length, body, digest: bytesToHex(sha256Bytes(body)), expected: hasDigest ? bytesToHex(bytes.subarray(body.length)) : undefined, head };
}

/** Throws CommandError for what is not the file that was saved. */
function demandWhole(path: string, { size, digest, expected }: SnapshotFile): void {
  if (size < digestBytes) throw new CommandError(`seek ${path}: invalid argument`);
  if (expected === undefined) throw new CommandError('snapshot missing hash but --skip-hash-check=false');
  if (digest !== expected) throw new CommandError(`expected sha256 [${words(expected)}], got [${words(digest)}]`);
}

export const statusVerb: NodeVerb = {
  name: 'snapshot status',
  summary: 'Gets backend snapshot status of a given file',
  usage: 'snapshot status <filename>',
  *run(c) {
    const [path] = c.args;
    if (path === undefined || c.args.length > 1) throw new CommandError('snapshot status requires exactly one argument', { exitCode: badArguments });
    const { size, digest, expected, head } = readSnapshot(c.p, path, `stat ${path}: no such file or directory`);
    if (text(head, 'etcd') !== 'snapshot' || (expected !== undefined && digest !== expected)) throw new CommandError('invalid database');
    const cells = [digest.slice(0, 8), text(head, 'revision'), text(head, 'keys'), sizeText(size), '3.6.0'];
    const answer = { hash: Number.parseInt(cells[0]!, 16), revision: Number(cells[1]), totalKey: Number(cells[2]), totalSize: size, version: cells[4]! };
    yield* printRows(c, answer, ['HASH', 'REVISION', 'TOTAL KEYS', 'TOTAL SIZE', 'STORAGE VERSION'], [cells]);
  },
};

export const restoreVerb: NodeVerb = {
  name: 'snapshot restore',
  summary: 'Restores an etcd member snapshot to an etcd directory',
  usage: 'snapshot restore <filename> --data-dir {output dir} [options]',
  flags: [
    { name: 'data-dir', type: 'string', usage: 'Path to the output data directory' },
    { name: 'wal-dir', type: 'string', usage: 'Path to the WAL directory (use --data-dir if none given)' },
    { name: 'name', type: 'string', initial: 'default', usage: 'Human-readable name for this member' },
    { name: 'initial-cluster', type: 'string', initial: 'default=http://localhost:2380', usage: 'Initial cluster configuration for restore bootstrap' },
    { name: 'initial-cluster-token', type: 'string', initial: 'etcd-cluster', usage: 'Initial cluster token for the etcd cluster during restore bootstrap' },
    { name: 'initial-advertise-peer-urls', type: 'string', initial: 'http://localhost:2380', usage: "List of this member's peer URLs to advertise to the rest of the cluster" },
    { name: 'skip-hash-check', type: 'bool', initial: 'false', usage: 'Ignore snapshot integrity hash value (required if copied from data directory)' },
    { name: 'bump-revision', type: 'int', initial: '0', usage: 'How much to increase the latest revision after restore' },
    { name: 'mark-compacted', type: 'bool', initial: 'false', usage: 'Mark the latest revision after restore as the point of scheduled compaction (required if --bump-revision > 0, disallowed otherwise)' },
  ],
  *run({ p, args, flags }) {
    if (args.length !== 1) throw new CommandError('snapshot restore requires exactly one argument', { exitCode: badArguments });
    if (flags.int('bump-revision') > 0 !== flags.bool('mark-compacted')) throw new CommandError(flags.bool('mark-compacted') ? '--mark-compacted required if --bump-revision > 0, disallowed otherwise' : '--mark-compacted required if --bump-revision > 0', { exitCode: badArguments });
    const [path = ''] = args;
    const dataDir = flags.text('data-dir') || `${flags.text('name')}.etcd`;
    const [name, peer] = [flags.text('name'), flags.text('initial-advertise-peer-urls')];
    if (!flags.text('initial-cluster').split(',').some((member) => member === `${name}=${peer}`)) throw new CommandError(`couldn't find local name ${JSON.stringify(name)} in the initial cluster configuration`);
    if (p.files.exists(dataDir) && p.files.readdir(dataDir).length > 0) throw new CommandError(`data-dir ${JSON.stringify(dataDir)} not empty or could not be read`);
    const walDir = flags.text('wal-dir') || `${dataDir}/member/wal`;
    const file = readSnapshot(p, path, `open ${path}: no such file or directory`);
    yield* log(p, 'snapshot/v3_snapshot.go:305', 'restoring snapshot', { path, 'wal-dir': walDir, 'data-dir': dataDir, 'snap-dir': `${dataDir}/member/snap`, 'initial-memory-map-size': 10_737_418_240 });
    if (!flags.bool('skip-hash-check')) demandWhole(path, file);
    p.files.mkdir(`${dataDir}/member/snap`, { recursive: true });
    p.files.mkdir(walDir, { recursive: true });
    p.files.chmod(dataDir, 0o700);
    p.files.writeFile(`${dataDir}/member/snap/db`, file.body, { mode: 0o600 });
    if (text(file.head, 'etcd') !== 'snapshot') {
      yield* log(p, 'backend/backend.go:187', 'failed to open database', { path: `${dataDir}/member/snap/db`, error: 'invalid database' }, 'panic');
      return panicked;
    }
    p.files.writeFile(`${walDir}/0000000000000000-0000000000000000.wal`, `${flags.text('initial-cluster-token')} ${name} ${peer}\n`, { mode: 0o600 });
    yield* log(p, 'membership/cluster.go:421', 'added member', { 'cluster-id': 'cdf818194e3a8c32', 'local-member-id': '0', 'added-peer-id': '8e9e05c52164694d', 'added-peer-peer-urls': [peer] });
    yield* log(p, 'snapshot/v3_snapshot.go:333', 'restored snapshot', { path, 'wal-dir': walDir, 'data-dir': dataDir, 'snap-dir': `${dataDir}/member/snap` });
    return 0;
  },
};

/** As Go prints bytes. */
function words(hex: string): string {
  return hex.replace(/../g, (byte) => `${Number.parseInt(byte, 16)} `).trimEnd();
}

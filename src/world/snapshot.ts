/**
 * A snapshot: what was declared, as text that a world of the same scenario can start from: files of the home that differ from
 * the scenario's, and API objects that somebody made, without what the cluster added. Not a history: another engine makes its own.
 */
import { encodeUtf8, parseJson, printJson } from '../base/index.ts';
import { controllerOf, type KubeObject } from '../kube/index.ts';
import { homeOf } from './machine.ts';
import type { World } from './world.ts';

export interface Snapshot {
  readonly files: Readonly<Record<string, string>>; // below the home
  readonly objects: readonly KubeObject[];
}

const FILE_MAX_BYTES = 65_536;
const FILES_MAX = 200;
/** Made by the cluster itself, or of no meaning in another one. */
const OWN_TABLES = ['nodes', 'events', 'leases.coordination.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io', 'serviceaccounts'];
const OWN_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];

export function takeSnapshot(world: World): string {
  const objects = world.clusters.slice(0, 1).flatMap(({ store }) =>
    store.tableNames().flatMap((table) => (OWN_TABLES.includes(table) ? [] : store.list(table).filter(isDeclared).map(declared))),
  );
  return printJson({ files: changedFiles(world), objects });
}

/** Throws JsonError, or Error in words, when the text is no snapshot. */
export function readSnapshot(text: string): Snapshot {
  const value = parseJson(text) as { files?: unknown; objects?: unknown } | null;
  const { files = {}, objects = [] } = value ?? {};
  if (typeof files !== 'object' || files === null || Object.values(files).some((f) => typeof f !== 'string')) throw new Error('snapshot: "files" must hold texts');
  if (!Array.isArray(objects) || Object.keys(files).length > FILES_MAX) throw new Error('snapshot: "objects" must be a list');
  return { files: files as Record<string, string>, objects: objects as KubeObject[] };
}

function isDeclared(object: KubeObject): boolean {
  const { namespace = '', name, deletionTimestamp } = object.metadata;
  if (object.metadata.labels?.['kubernetes.io/bootstrapping'] !== undefined || name.startsWith('system-')) return false;
  if (controllerOf(object) || deletionTimestamp !== undefined || OWN_NAMESPACES.includes(namespace)) return false;
  return !(OWN_NAMESPACES.includes(name) || name === 'default' || name === 'kubernetes' || name === 'kube-root-ca.crt');
}

function declared(object: KubeObject): object {
  const { status: _status, ...rest } = object;
  const { name, namespace, labels, annotations } = object.metadata;
  return { ...rest, metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) } };
}

function changedFiles(world: World): Record<string, string> {
  const [first] = world.scenario.hosts;
  const { files } = world.hostNamed(first!.name);
  const home = homeOf(first!.user);
  const changed: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of files.readdir(folder)) {
      const path = `${folder}/${name}`;
      const { kind, size } = files.lstat(path);
      if (kind === 'dir' && !name.startsWith('.')) visit(path);
      if (kind !== 'file' || size > FILE_MAX_BYTES || name.startsWith('.') || Object.keys(changed).length >= FILES_MAX) continue;
      const text = files.readText(path);
      const below = path.slice(home.length + 1);
      if (world.scenario.home[below] !== text && encodeUtf8(text).length === size) changed[below] = text;
    }
  };
  visit(home);
  return changed;
}

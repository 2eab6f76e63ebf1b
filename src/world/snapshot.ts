/**
 * A snapshot: what was declared, as text that a world of the same scenario can start from: files of the home that differ from
 * the scenario's, API objects that somebody made, without what the cluster added, and images that were made, so far as they are small.
 * Not a history: another engine makes its own. What it leaves behind is named in it: Docker's containers and volumes, and what is too large.
 */
import { encodeUtf8, parseJson, printJson } from '../base/index.ts';
import { bytesTable, controllerOf, type KubeObject } from '../kube/index.ts';
import type { ContainerRecord } from '../containers/index.ts';
import { homeOf } from './machine.ts';
import { takeImages, type SnapshotImages } from './snapshot-images.ts';
import type { World } from './world.ts';

export interface Snapshot {
  readonly files: Readonly<Record<string, string>>; // below the home
  readonly objects: readonly KubeObject[];
  readonly images: SnapshotImages | undefined;
  readonly left: readonly string[]; // "image web:1", "container db": what it does not carry
}

const FILE_MAX_BYTES = 65_536;
const FILES_MAX = 200;
/** Made by the cluster itself, or of no meaning in another one. */
const OWN_TABLES = ['nodes', 'events', 'leases.coordination.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io', 'serviceaccounts', bytesTable];
const OWN_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];

export function takeSnapshot(world: World): string {
  const objects = world.clusters.slice(0, 1).flatMap(({ store }) =>
    store.tableNames().flatMap((table) => (OWN_TABLES.includes(table) ? [] : store.list(table).filter(isDeclared).map(declared))),
  );
  const { files, large } = changedFiles(world);
  const { images, left } = takeImages(world);
  const here = world.scenario.hosts[0]!.name;
  const containers = (world.runtimes.get(here)?.store.list('containers') ?? []) as readonly ContainerRecord[];
  const volumes = world.dockers.get(here)?.volumeNames ?? [];
  const named = (kind: string, names: readonly string[]) => names.map((name) => `${kind} ${name}`);
  const owned = containers.filter(({ spec }) => spec.owner === 'docker').map(({ name }) => name);
  return printJson({ files, objects, images, left: [...named('file', large), ...named('image', left), ...named('container', owned), ...named('volume', volumes)] });
}

/** Throws JsonError, or Error in words, when the text is no snapshot. */
export function readSnapshot(text: string): Snapshot {
  const value = parseJson(text) as { files?: unknown; objects?: unknown; images?: unknown; left?: unknown } | null;
  const { files = {}, objects = [], images, left = [] } = value ?? {};
  if (typeof files !== 'object' || files === null || Object.values(files).some((f) => typeof f !== 'string')) throw new Error('snapshot: "files" must hold texts');
  if (!Array.isArray(objects) || Object.keys(files).length > FILES_MAX) throw new Error('snapshot: "objects" must be a list');
  if (!isTexts(left)) throw new Error('snapshot: "left" must be a list of names');
  return { files: files as Record<string, string>, objects: objects as KubeObject[], images: readImages(images), left };
}

function readImages(value: unknown): SnapshotImages | undefined {
  if (value === undefined) return undefined;
  const { archive, pulls, pushes } = (value ?? {}) as { archive?: unknown; pulls?: unknown; pushes?: unknown };
  const areNames = (names: unknown): names is string[] => isTexts(names) && names.every((name) => /^[\w./:@-]+$/.test(name)); // they become part of a line
  if (typeof archive !== 'string' || !areNames(pulls) || !areNames(pushes)) throw new Error('snapshot: "images" must hold an archive and names');
  return { archive, pulls, pushes };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isDeclared(object: KubeObject): boolean {
  const { namespace = '', name, deletionTimestamp } = object.metadata;
  if (object.metadata.labels?.['kubernetes.io/bootstrapping'] !== undefined || /^(?:system[-:]|kubeadm:)/.test(name)) return false;
  if (controllerOf(object) || deletionTimestamp !== undefined || OWN_NAMESPACES.includes(namespace)) return false;
  return !(OWN_NAMESPACES.includes(name) || name === 'default' || name === 'kubernetes' || name === 'kube-root-ca.crt');
}

function declared(object: KubeObject): object {
  const { status: _status, ...rest } = object;
  const { name, namespace, labels, annotations } = object.metadata;
  return { ...rest, metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) } };
}

function changedFiles(world: World): { files: Record<string, string>; large: string[] } {
  const [first] = world.scenario.hosts;
  const { files } = world.hostNamed(first!.name);
  const home = homeOf(first!.user, first!.kernel);
  const changed: Record<string, string> = {};
  const large: string[] = [];
  const visit = (folder: string): void => {
    for (const name of files.readdir(folder)) {
      const path = `${folder}/${name}`;
      const { kind, size } = files.lstat(path);
      if (kind === 'dir' && !name.startsWith('.')) visit(path);
      if (kind !== 'file' || name.startsWith('.')) continue;
      const below = path.slice(home.length + 1);
      const text = size > FILE_MAX_BYTES ? undefined : files.readText(path);
      if (text !== undefined && world.scenario.home[below] === text) continue;
      if (text !== undefined && encodeUtf8(text).length === size && Object.keys(changed).length < FILES_MAX) changed[below] = text;
      else large.push(below);
    }
  };
  visit(home);
  return { files: changed, large };
}

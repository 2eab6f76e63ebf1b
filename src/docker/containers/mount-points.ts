/** What is mounted into a container: binds of the host's files, volumes and memory, from `-v`, `--mount`, `--tmpfs` and the image's VOLUME. */
import type { ContainerMount } from '../../containers/index.ts';
import type { Host } from '../../host/index.ts';
import { badRequest } from '../errors.ts';
import type { VolumeList } from '../volumes/volume-list.ts';
import type { HostConfig, MountConfig } from './container-config.ts';

export interface MountPoint {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly name: string; // of a volume
  readonly source: string; // on the host; '' for tmpfs
  readonly destination: string;
  readonly mode: string;
  readonly writable: boolean;
  readonly sizeBytes?: number;
  /** A volume without a name goes with its container. */
  readonly anonymous: boolean;
  /** The content that the image has there is not to be copied into it. */
  readonly nocopy: boolean;
}

export interface MountRequest {
  readonly hostConfig: HostConfig;
  readonly volumes: Readonly<Record<string, object>> | null | undefined;
  /** Mounts of the containers that VolumesFrom names. */
  readonly inherited: readonly MountPoint[];
}

/** By destination, the first that claims it wins over the image's own volumes. Volumes come into being here. */
export function mountPointsOf({ hostConfig, volumes, inherited }: MountRequest, list: VolumeList, host: Host): readonly MountPoint[] {
  const points = new Map<string, MountPoint>();
  const add = (point: MountPoint): void => {
    if (points.has(point.destination)) throw badRequest(`Duplicate mount point: ${point.destination}`);
    points.set(point.destination, point);
  };
  for (const bind of hostConfig.Binds ?? []) add(fromBind(bind, list, host));
  for (const mount of hostConfig.Mounts ?? []) add(fromMount(mount, list, host));
  for (const [path, options] of Object.entries(hostConfig.Tmpfs ?? {})) add(tmpfs(path, options));
  for (const point of inherited) if (!points.has(point.destination)) add(point);
  for (const path of Object.keys(volumes ?? {})) {
    const destination = cleanPath(path);
    if (!points.has(destination)) add(volumePoint('', destination, '', list));
  }
  return [...points.values()];
}

/** "SOURCE:DESTINATION[:OPTIONS]", or a destination alone. */
function fromBind(text: string, list: VolumeList, host: Host): MountPoint {
  const [first = '', second, mode = '', ...rest] = text.split(':');
  if (rest.length > 0 || first === '' || second === '' || (mode === '' && second !== undefined && isMode(second))) throw badRequest(`invalid volume specification: '${text}'`);
  if (!isMode(mode)) throw badRequest(`invalid mode: ${mode}`);
  if (second === undefined) return volumePoint('', cleanPath(first), '', list);
  const destination = cleanPath(second);
  if (!second.startsWith('/')) throw badRequest(`invalid volume specification: '${text}': invalid mount config for type "${first.startsWith('/') ? 'bind' : 'volume'}": invalid mount path: '${second}' mount path must be absolute`);
  if (destination === '/') throw badRequest(`invalid volume specification: '${text}': invalid mount config for type "${first.startsWith('/') ? 'bind' : 'volume'}": invalid specification: destination can't be '/'`);
  if (!first.startsWith('/')) return volumePoint(first, destination, mode, list);
  if (!host.files.exists(first)) host.files.mkdir(first, { recursive: true });
  return { type: 'bind', name: '', source: cleanPath(first), destination, mode, writable: !mode.split(',').includes('ro'), anonymous: false, nocopy: true };
}

const modeWords: readonly (readonly string[])[] = [
  ['ro', 'rw'],
  ['z', 'Z'],
  ['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared'],
  ['nocopy'],
  ['consistent', 'cached', 'delegated'],
];

/** Words behind a second colon, at most one of each kind. */
function isMode(text: string): boolean {
  if (text === '') return true;
  const kinds = text.split(',').map((word) => modeWords.findIndex((words) => words.includes(word)));
  return !kinds.includes(-1) && new Set(kinds).size === kinds.length;
}

function fromMount(mount: MountConfig, list: VolumeList, host: Host): MountPoint {
  const { Type = 'volume', Source = '', Target = '', ReadOnly = false } = mount;
  if (!Target.startsWith('/')) throw badRequest(`invalid mount config for type "${Type}": ${Target === '' ? 'field Target must not be empty' : `invalid mount path: '${Target}' mount path must be absolute`}`);
  const destination = cleanPath(Target);
  const refuse = (why: string): Error => badRequest(`invalid mount config for type "${Type}": ${why}`);
  if (destination === '/') throw refuse("invalid specification: destination can't be '/'");
  const mode = ReadOnly ? 'ro' : '';
  switch (Type) {
    case 'bind':
      if (Source === '') throw refuse('field Source must not be empty');
      if (!Source.startsWith('/')) throw refuse(`invalid mount path: '${Source}' mount path must be absolute`);
      if (!host.files.exists(Source)) throw refuse(`bind source path does not exist: ${Source}`);
      return { type: 'bind', name: '', source: cleanPath(Source), destination, mode: '', writable: !ReadOnly, anonymous: false, nocopy: true };
    case 'volume':
      if (ReadOnly && Source === '') throw refuse('must not set ReadOnly mode when using anonymous volumes');
      return volumePoint(Source, destination, mode, list);
    case 'tmpfs': {
      if (Source !== '') throw refuse('field Source must not be specified');
      const sizeBytes = mount.TmpfsOptions?.SizeBytes;
      return { type: 'tmpfs', name: '', source: '', destination, mode: '', writable: !ReadOnly, anonymous: false, nocopy: true, ...(sizeBytes ? { sizeBytes } : {}) };
    }
    default:
      throw refuse('mount type unknown');
  }
}

function volumePoint(name: string, destination: string, mode: string, list: VolumeList): MountPoint {
  const volume = list.ensure(name);
  const words = mode.split(',');
  return { type: 'volume', name: volume.name, source: volume.mountpoint, destination, mode: mode || 'z', writable: !words.includes('ro'), anonymous: name === '', nocopy: words.includes('nocopy') };
}

function tmpfs(path: string, options: string): MountPoint {
  const size = /(?:^|,)size=(\d+)([kmg]?)/i.exec(options);
  const factor = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(size?.[2] ?? '').toLowerCase() as '' | 'k' | 'm' | 'g'];
  return { type: 'tmpfs', name: '', source: '', destination: cleanPath(path), mode: options, writable: true, anonymous: false, nocopy: true, ...(size ? { sizeBytes: Number(size[1]) * factor } : {}) };
}

export function runtimeMount(point: MountPoint): ContainerMount {
  if (point.type === 'tmpfs') return { point: point.destination, tmpfs: true, ...(point.sizeBytes === undefined ? {} : { sizeBytes: point.sizeBytes }) };
  return { point: point.destination, bind: point.source, readOnly: !point.writable };
}

export function mountDocument(point: MountPoint): object {
  const { type, name, source, destination, mode, writable } = point;
  if (type === 'volume') return { Type: type, Name: name, Source: source, Destination: destination, Driver: 'local', Mode: mode, RW: writable, Propagation: '' };
  return { Type: type, Source: source, Destination: destination, Mode: mode, RW: writable, Propagation: type === 'bind' ? 'rprivate' : '' };
}

/** Without `.` and `..`, double slashes and a slash at the end. */
function cleanPath(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

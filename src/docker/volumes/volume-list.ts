/** Named volumes: directories of the host that outlive containers. */
import { randomHex } from '../../base/index.ts';
import type { Host } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import type { EventLog } from '../event-log.ts';

const ROOT = '/var/lib/docker/volumes';
const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
export const anonymousLabel = 'com.docker.volume.anonymous';

export interface Volume {
  readonly name: string;
  readonly mountpoint: string;
  readonly createdMs: number; // since 1970
  readonly labels: Readonly<Record<string, string>> | null;
  readonly options: Readonly<Record<string, string>> | null;
}

export class VolumeList {
  private readonly host: Host;
  private readonly random: Random;
  private readonly events: EventLog;
  private readonly byName = new Map<string, Volume>();

  constructor(host: Host, random: Random, events: EventLog) {
    this.host = host;
    this.random = random;
    this.events = events;
  }

  /** In byte order of their names. */
  get all(): readonly Volume[] {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Volume | undefined {
    return this.byName.get(name);
  }

  get(name: string): Volume {
    const volume = this.byName.get(name);
    if (!volume) throw notFound(`get ${name}: no such volume`);
    return volume;
  }

  /** The volume of this name, made when it is not there; an empty name draws one. */
  ensure(name: string, labels: Volume['labels'] = null, options: Volume['options'] = null): Volume {
    const there = this.byName.get(name);
    if (there) return there;
    if (name.length === 1) throw badRequest(`create ${name}: volume name is too short, names should be at least two alphanumeric characters`);
    if (name !== '' && !nameForm.test(name)) {
      throw badRequest(`create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`);
    }
    const own = name || randomHex(() => this.random.next(), 64);
    const mountpoint = `${ROOT}/${own}/_data`;
    this.host.files.mkdir(mountpoint, { recursive: true });
    const volume: Volume = { name: own, mountpoint, createdMs: this.host.wallMs, labels: name === '' ? { [anonymousLabel]: '', ...labels } : labels, options };
    this.byName.set(own, volume);
    this.events.add('volume', 'create', own, { driver: 'local' });
    return volume;
  }

  /** `users` are the ids of the containers that have it. */
  remove(volume: Volume, users: readonly string[]): void {
    if (users.length > 0) throw conflict(`remove ${volume.name}: volume is in use - [${users.join(', ')}]`);
    this.byName.delete(volume.name);
    this.host.files.rm(`${ROOT}/${volume.name}`, { recursive: true, force: true });
    this.events.add('volume', 'destroy', volume.name, { driver: 'local' });
  }

  sizeBytes({ mountpoint }: Volume): number {
    return sizeBelow(this.host, mountpoint);
  }
}

function sizeBelow(host: Host, path: string): number {
  const { files } = host;
  if (!files.exists(path)) return 0;
  let bytes = 0;
  for (const name of files.readdir(path)) {
    const below = `${path}/${name}`;
    const stat = files.lstat(below);
    bytes += stat.kind === 'dir' ? sizeBelow(host, below) : stat.size;
  }
  return bytes;
}

// Where in the world the diagram stands: a lens and what it is turned on, and the way in as a path of crumbs.
import type { Mirror, RowKey } from '../../client/index.ts';

export type Place =
  | { readonly lens: 'cluster'; readonly cluster: string }
  | { readonly lens: 'host'; readonly host: string; readonly view?: HostView }
  | { readonly lens: 'mounts'; readonly host: string; readonly pid: number }
  | { readonly lens: 'pod'; readonly pod: string }
  | { readonly lens: 'stack'; readonly of: string; readonly folder: string } // id of a container row, or of an image row
  | { readonly lens: 'file'; readonly of: string; readonly sheet: number; readonly path: string }; // sheet -1: the merged view

/** What of a machine is shown, when not its containers. */
export type HostView = 'processes' | 'cgroups';

const VIEW_NAMES: Readonly<Record<HostView, string>> = { processes: '/proc', cgroups: '/sys/fs/cgroup' };

export interface Crumb {
  readonly label: string;
  readonly about: RowKey | '';
  readonly place: Place;
}

/** From the outermost to where we are. What has gone from the rows is left out, so a path never breaks. */
export function crumbsOf(place: Place, mirror: Mirror): Crumb[] {
  switch (place.lens) {
    case 'cluster':
      return [{ label: place.cluster, about: `clusters/${place.cluster}`, place }];
    case 'host':
      return [...hostCrumbs(place.host, mirror), ...(place.view ? [{ label: mirror.get('hosts', place.host)?.kernel === 'Darwin' ? 'ps' : VIEW_NAMES[place.view], about: '' as const, place }] : [])];
    case 'mounts':
      return [...crumbsOf({ lens: 'host', host: place.host, view: 'processes' }, mirror), { label: `${place.pid}/mounts`, about: `processes/${place.host}/${place.pid}`, place }];
    case 'pod': {
      const pod = mirror.get('pods', place.pod);
      if (!pod) return [];
      return [...nodeCrumbs(pod.node, pod.cluster, mirror), { label: pod.name, about: `pods/${pod.id}`, place }];
    }
    case 'stack':
      return [...stackOwners(place.of, mirror), ...folderCrumbs(place)];
    case 'file':
      return [
        ...crumbsOf({ lens: 'stack', of: place.of, folder: parentOf(place.path) }, mirror),
        { label: place.path.slice(place.path.lastIndexOf('/') + 1), about: '', place },
      ];
  }
}

/** One step out: where Escape leads. */
export function outOf(place: Place, mirror: Mirror): Place | undefined {
  return crumbsOf(place, mirror).at(-2)?.place;
}

/** Where a double click on a row leads; undefined when there is no way in. */
export function intoRow(about: RowKey, mirror: Mirror): Place | undefined {
  const slash = about.indexOf('/');
  const table = about.slice(0, slash);
  const id = about.slice(slash + 1);
  if (table === 'clusters') return { lens: 'cluster', cluster: id };
  if (table === 'hosts') return { lens: 'host', host: id };
  if (table === 'nodes') {
    const node = mirror.get('nodes', id);
    return node && { lens: 'host', host: node.host };
  }
  if (table === 'pods') return { lens: 'pod', pod: id };
  if (table === 'processes') {
    const at = id.lastIndexOf('/');
    return { lens: 'mounts', host: id.slice(0, at), pid: Number(id.slice(at + 1)) };
  }
  if (table === 'cgroups') return intoContainer(mirror.get('cgroups', id)?.container);
  if (table === 'mounts') {
    const mount = mirror.get('mounts', id);
    return mount?.type === 'overlay' ? intoContainer(mirror.get('processes', `${mount.host}/${mount.pid}`)?.container) : undefined;
  }
  if (table === 'containers' || table === 'images') return { lens: 'stack', of: id, folder: '/' };
  return undefined;
}

function intoContainer(id: string | undefined): Place | undefined {
  return id === undefined || id === '' ? undefined : { lens: 'stack', of: id, folder: '/' };
}

/** True while what the place stands on is there. */
export function exists(place: Place, mirror: Mirror): boolean {
  switch (place.lens) {
    case 'cluster':
      return mirror.get('clusters', place.cluster) !== undefined;
    case 'host':
    case 'mounts':
      return mirror.get('hosts', place.host) !== undefined;
    case 'pod':
      return mirror.get('pods', place.pod) !== undefined;
    case 'stack':
    case 'file':
      return mirror.get('containers', place.of) !== undefined || mirror.get('images', place.of) !== undefined;
  }
}

function hostCrumbs(host: string, mirror: Mirror): Crumb[] {
  const node = mirror.list('nodes').find((n) => n.host === host);
  if (node) return nodeCrumbs(node.id, node.cluster, mirror);
  const inside = mirror.get('hosts', host)?.inside ?? '';
  const outer = inside === '' ? [] : hostCrumbs(inside, mirror);
  return [...outer, { label: host, about: `hosts/${host}`, place: { lens: 'host', host } }];
}

function nodeCrumbs(nodeId: string, cluster: string, mirror: Mirror): Crumb[] {
  const crumbs = crumbsOf({ lens: 'cluster', cluster }, mirror);
  const node = mirror.get('nodes', nodeId);
  if (node) crumbs.push({ label: node.name, about: `nodes/${node.id}`, place: { lens: 'host', host: node.host } });
  return crumbs;
}

function stackOwners(of: string, mirror: Mirror): Crumb[] {
  const place: Place = { lens: 'stack', of, folder: '/' };
  const container = mirror.get('containers', of);
  if (container) {
    const outer = container.pod !== '' && mirror.get('pods', container.pod) ? crumbsOf({ lens: 'pod', pod: container.pod }, mirror) : hostCrumbs(container.host, mirror);
    return [...outer, { label: container.name, about: `containers/${of}`, place }];
  }
  const image = mirror.get('images', of);
  if (!image) return [];
  return [...hostCrumbs(image.host, mirror), { label: image.tags[0] ?? image.image.slice(7, 19), about: `images/${of}`, place }];
}

function folderCrumbs({ of, folder }: { readonly of: string; readonly folder: string }): Crumb[] {
  if (folder === '/') return [];
  const parts = folder.slice(1).split('/');
  return parts.map((label, i) => ({ label, about: '', place: { lens: 'stack', of, folder: `/${parts.slice(0, i + 1).join('/')}` } }));
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

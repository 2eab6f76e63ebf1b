/** Events of the group events.k8s.io: the same, under other names. */
import type { KubeObject } from '../../meta/object.ts';

const renames: readonly (readonly [stored: string, served: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['count', 'deprecatedCount'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['source', 'deprecatedSource'],
  ['reportingComponent', 'reportingController'],
];
const servedNames = new Map(renames);
const storedNames = new Map(renames.map(([stored, served]) => [served, stored] as const));

export function toEventsGroup(event: KubeObject): KubeObject {
  return renamed(event, servedNames);
}

export function fromEventsGroup(event: KubeObject): KubeObject {
  return renamed(event, storedNames);
}

function renamed(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value])) as unknown as KubeObject;
}

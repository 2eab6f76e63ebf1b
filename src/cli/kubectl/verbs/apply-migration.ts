/**
 * apply --server-side after apply: what the client alone once owned becomes the server-side manager's, so that a field that is taken out of
 * the file goes. The note of what was last applied stays, owned by a manager of its own.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunQuery } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

const since = 26;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const ownManager = 'kubectl';
const triesMax = 5;

type Entry = JsonObject & { readonly manager: string; readonly operation: string; readonly fieldsV1: JsonObject };

/** True when owners were moved, and the object is to be applied once more. */
export function* migrateOwners(k: Invocation, info: Info, applied: JsonObject, manager: string): Task<boolean> {
  if (k.release.minor < since || k.flags.text('subresource') !== '') return false;
  let object = yield* keepNote(k, info, applied, manager);
  for (let tries = 0; tries < triesMax; tries++) {
    const { managedFields = [], resourceVersion = '' } = object['metadata'] as { managedFields?: readonly Entry[]; resourceVersion?: string };
    const moved = moveOwners(managedFields, manager);
    if (!moved) return false;
    const body = [
      { op: 'replace', path: '/metadata/managedFields', value: moved },
      { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    ];
    const path = objectPath(info.resource, info.namespace, info.name, '');
    try {
      yield* k.client.json(path, { method: 'PATCH', query: [...dryRunQuery(dryRun(k)), ['fieldManager', manager]], body, contentType: 'application/json-patch+json' });
      return true;
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== 'Conflict') throw error;
      object = (yield* k.client.json(path)) as JsonObject;
    }
  }
  return false;
}

/** Somebody has to own the note, or it goes with those who did. */
function* keepNote(k: Invocation, info: Info, object: JsonObject, manager: string): Task<JsonObject> {
  const { annotations = {}, managedFields = [], name, namespace } = object['metadata'] as JsonObject & { annotations?: JsonObject; managedFields?: readonly Entry[] };
  const note = annotations[lastApplied];
  if (manager !== ownManager || note === undefined || managedFields.some((entry) => entry.operation === 'Apply' && ownsNote(entry))) return object;
  const { apiVersion, kind } = object;
  const body = { apiVersion: apiVersion!, kind: kind!, metadata: { annotations: { [lastApplied]: note }, name: name!, ...(namespace !== undefined && { namespace }) } };
  const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', 'kubectl-last-applied']];
  return (yield* k.client.json(objectPath(info.resource, info.namespace, info.name, ''), { method: 'PATCH', query, body, contentType: 'application/apply-patch+yaml' })) as JsonObject;
}

function ownsNote({ fieldsV1 }: Entry): boolean {
  let at: Json | undefined = fieldsV1;
  for (const step of ['f:metadata', 'f:annotations', `f:${lastApplied}`]) at = isJsonObject(at) ? at[step] : undefined;
  return at !== undefined;
}

/** The entries with those of the client-side appliers joined into the manager's own; undefined when there are none. */
function moveOwners(entries: readonly Entry[], manager: string): readonly Entry[] | undefined {
  const whole = ({ subresource }: Entry) => subresource === undefined;
  const names = new Set(entries.filter((entry) => entry.operation === 'Update' && ownsNote(entry)).map((entry) => entry.manager));
  const old = entries.filter((entry) => entry.operation === 'Update' && whole(entry) && names.has(entry.manager));
  if (old.length === 0) return undefined;
  const own = entries.find((entry) => entry.operation === 'Apply' && whole(entry) && entry.manager === manager);
  const fieldsV1 = [...(own ? [own] : []), ...old].map((entry) => entry.fieldsV1).reduce(joined);
  const next: Entry = { ...(own ?? old[0]!), manager, operation: 'Apply', fieldsV1 };
  return [next, ...entries.filter((entry) => entry !== own && !old.includes(entry))];
}

function joined(a: JsonObject, b: JsonObject): JsonObject {
  const fields: Record<string, Json> = { ...a };
  for (const [name, below] of Object.entries(b)) {
    const known = fields[name];
    fields[name] = isJsonObject(known) && isJsonObject(below) ? joined(known, below) : below;
  }
  return fields;
}

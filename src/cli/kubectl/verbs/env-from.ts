/** set env --from: a variable for each key of a config map or secret. */
import { compareBytes, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { members } from '../objects/member.ts';
import { fetchAll } from '../resources/fetch.ts';

const references: Readonly<Record<string, string>> = { ConfigMap: 'configMapKeyRef', Secret: 'secretKeyRef' };

/** The first client that tells how a key is written as a variable. */
const TOLD_SINCE = 24;

export function* variablesFrom(k: Invocation): Task<readonly JsonObject[]> {
  const { flags } = k;
  const from = flags.text('from');
  if (from === '') return [];
  const wanted = flags.list('keys');
  const variables: JsonObject[] = [];
  for (const { object, name, resource } of yield* fetchAll(k, { args: [from] })) {
    const reference = references[resource.kind];
    if (reference === undefined) throw new CommandError('unsupported resource specified in --from');
    const keys = Object.keys(members(object, 'data')).filter((key) => wanted.length === 0 || wanted.includes(key));
    for (const key of keys.sort(compareBytes)) {
      const variable = key.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
      if (variable !== key && k.release.minor >= TOLD_SINCE) yield* k.warn(`Warning: key ${key} transferred to ${variable}\n`);
      variables.push({ name: flags.text('prefix') + variable, valueFrom: { [reference]: { key, name } } });
    }
  }
  return variables;
}

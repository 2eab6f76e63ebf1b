/** set env --list: the variables of each container, and with --resolve what their references lead to. */
import { decodeBase64, decodeUtf8, quantityValue, tryQuantity, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { list, member, members, text } from '../objects/member.ts';
import { fetchAll, selectionFlags } from '../resources/fetch.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import type { ContainerChange } from './env-settings.ts';

interface Place {
  readonly info: Info;
  readonly container: Json;
}

export function* listVariables(k: Invocation, resources: readonly string[], change: ContainerChange): Task {
  for (const info of yield* fetchAll(k, { ...selectionFlags(k), args: resources, latest: !k.flags.bool('local') })) {
    const path = clientKind(info.resource)?.podSpec;
    if (!path) continue;
    const unresolved = new Map<string, string[]>(); // why, and which
    const spec = members(info.object, ...path);
    for (const container of [...list(spec, 'initContainers'), ...list(spec, 'containers')]) {
      if (!['*', text(container, 'name')].includes(k.flags.text('containers'))) continue;
      yield* k.print(`# ${info.resource.kind} ${info.name}, container ${text(container, 'name')}\n`);
      for (const variable of list(change(container as JsonObject, info), 'env')) yield* k.print(yield* lineOf(k, variable, { info, container }, unresolved));
    }
    for (const [why, names] of unresolved) yield* k.warn(`error retrieving reference for ${names.join(', ')}: ${why}\n`);
  }
}

function* lineOf(k: Invocation, variable: Json, place: Place, unresolved: Map<string, string[]>): Task<string> {
  const name = text(variable, 'name');
  const from = member(variable, 'valueFrom');
  if (from === undefined) return `${name}=${text(variable, 'value')}\n`;
  if (k.flags.bool('resolve')) {
    try {
      return `${name}=${yield* valueOf(k, from, place)}\n`;
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      unresolved.set(error.message, [...(unresolved.get(error.message) ?? []), name]);
    }
  }
  return `# ${name} from ${sourceWords(from)}\n`;
}

function sourceWords(from: Json): string {
  const field = text(from, 'fieldRef', 'fieldPath');
  if (field !== '') return `field path ${field}`;
  for (const [name, words] of [['secretKeyRef', 'secret'], ['configMapKeyRef', 'configmap']] as const) {
    const reference = member(from, name);
    if (reference !== undefined) return `${words} ${text(reference, 'name')}, key ${text(reference, 'key')}`;
  }
  return `resource field ${text(from, 'resourceFieldRef', 'resource')}`;
}

function* valueOf(k: Invocation, from: Json, { info, container }: Place): Task<string> {
  for (const [reference, plural] of [['secretKeyRef', 'secrets'], ['configMapKeyRef', 'configmaps']] as const) {
    const wanted = member(from, reference);
    if (wanted === undefined) continue;
    const [name, key] = [text(wanted, 'name'), text(wanted, 'key')];
    const data = members(yield* k.client.get(`/api/v1/namespaces/${info.namespace || k.namespace}/${plural}/${name}`), 'data');
    if (!Object.hasOwn(data, key)) throw new CommandError(`key ${key} not found in ${plural === 'secrets' ? 'secret' : 'config map'} ${name}`);
    return plural === 'secrets' ? decodedText(text(data[key])) : text(data[key]);
  }
  const field = text(from, 'fieldRef', 'fieldPath');
  return field === '' ? amountOf(from, container) : fieldOf(info.object, field);
}

function decodedText(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}

/** Of what stands in the object that was named, which need not be a pod. */
function fieldOf(object: JsonObject, path: string): string {
  const [, field = '', key] = /^metadata\.(?:(name|namespace|uid)$|(?:labels|annotations)(?:\['(.*)'\])?$)/.exec(path) ?? [];
  if (field !== '') return text(object, 'metadata', field);
  const map = /^metadata\.(labels|annotations)/.exec(path)?.[1];
  if (map === undefined) throw new CommandError(`unsupported fieldPath: ${path}`);
  const all = members(object, 'metadata', map);
  return key === undefined ? Object.entries(all).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n') : text(all[key]);
}

/** In whole units of the divisor, rounded up. */
function amountOf(from: Json, container: Json): string {
  const [, field = '', name = ''] = /^(limits|requests)\.(.+)$/.exec(text(from, 'resourceFieldRef', 'resource')) ?? [];
  const amount = tryQuantity(text(container, 'resources', field, name) || '0');
  const divisor = tryQuantity(text(from, 'resourceFieldRef', 'divisor') || '1');
  if (!amount || !divisor) throw new CommandError(`unsupported container resource : ${text(from, 'resourceFieldRef', 'resource')}`);
  return String(Math.ceil(quantityValue(amount) / Math.max(1, quantityValue(divisor))));
}

/** kubectl set env. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { list, member, members, text } from '../objects/member.ts';
import { fetchAll, selectionFlags } from '../resources/fetch.ts';
import { changeAllContainers, setFlags, setPodSpec, splitArguments } from './set-pod-spec.ts';

export const setEnvVerb: Verb = {
  name: 'env',
  summary: 'Update environment variables on a pod template',
  details: 'KEY=VALUE sets a variable, KEY- removes it, --list shows what there is.',
  usage: 'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  completes: 'resources',
  flags: [
    ...setFlags,
    { name: 'containers', short: 'c', type: 'string', initial: '*', usage: 'The containers to change; * stands for all.' },
    { name: 'env', short: 'e', type: 'array', usage: 'A variable, as KEY=VALUE.' },
    { name: 'list', type: 'bool', initial: 'false', usage: 'Show the variables.' },
    { name: 'overwrite', type: 'bool', initial: 'true', usage: 'Change variables that are already set.' },
  ],
  examples: [
    { does: 'Set a variable', command: 'kubectl set env deployment/web MODE=fast' },
    { does: 'Remove one', command: 'kubectl set env deployment/web MODE-' },
  ],
  *run(k) {
    const { resources, settings } = splitArguments(k, (word) => /^[^/=]+=|^[A-Za-z_][\w.-]*-$/.test(word));
    const all = [...settings, ...k.flags.list('env')];
    if (resources.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (k.flags.bool('list')) return yield* listVariables(k, resources);
    if (all.length === 0) return;
    const unmatched = new Set<string>();
    yield* setPodSpec(k, {
      resources,
      done: 'env updated',
      change: (spec, info) => {
        const change = (container: JsonObject): JsonObject => all.reduce((kept, setting) => setVariable(k, kept, setting), container);
        const changed = changeAllContainers(spec, k.flags.text('containers'), change);
        if (!changed) unmatched.add(`${info.resource.kind}/${info.name}`);
        return changed ?? spec;
      },
    });
    for (const name of unmatched) yield* k.warn(`Warning: ${name} does not have any containers matching ${JSON.stringify(k.flags.text('containers'))}\n`);
  },
};

function setVariable(k: Invocation, container: JsonObject, setting: string): JsonObject {
  const at = setting.indexOf('=');
  const name = at < 0 ? setting.slice(0, -1) : setting.slice(0, at);
  const others = list(container, 'env');
  const index = others.findIndex((variable) => text(variable, 'name') === name);
  if (at < 0) {
    const env = others.filter((variable) => text(variable, 'name') !== name);
    const { env: _, ...rest } = container;
    return env.length === 0 ? rest : { ...rest, env };
  }
  const variable: Json = { name, value: setting.slice(at + 1) };
  if (index >= 0 && !k.flags.bool('overwrite')) throw new CommandError(`'${name}' already has a value (${text(others[index], 'value')}), and --overwrite is false`);
  return { ...container, env: index < 0 ? [...others, variable] : others.with(index, variable) };
}

function* listVariables(k: Invocation, resources: readonly string[]): Task {
  for (const info of yield* fetchAll(k, { ...selectionFlags(k), args: resources, latest: true })) {
    const path = clientKind(info.resource)?.podSpec;
    if (!path) continue;
    const spec = members(info.object, ...path);
    for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')]) {
      yield* k.print(`# ${info.resource.kind} ${info.name}, container ${text(container, 'name')}\n`);
      for (const variable of list(container, 'env')) {
        const from = member(variable, 'valueFrom');
        yield* k.print(from === undefined ? `${text(variable, 'name')}=${text(variable, 'value')}\n` : `# ${text(variable, 'name')} from ${sourceText(from)}\n`);
      }
    }
  }
}

function sourceText(from: Json): string {
  const field = text(from, 'fieldRef', 'fieldPath');
  if (field !== '') return `field path ${field}`;
  for (const [name, words] of [['secretKeyRef', 'secret'], ['configMapKeyRef', 'configmap']] as const) {
    const reference = member(from, name);
    if (reference !== undefined) return `${words} ${text(reference, 'name')}, key ${text(reference, 'key')}`;
  }
  return `resource field ${text(from, 'resourceFieldRef', 'resource')}`;
}

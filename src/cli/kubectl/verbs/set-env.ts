/** kubectl set env. */
import { decodeUtf8, type JsonObject } from '../../../base/index.ts';
import { standardInput } from '../../read-input.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { warnAsServer } from '../command/warning.ts';
import type { Info } from '../resources/info.ts';
import { variablesFrom } from './env-from.ts';
import { listVariables } from './env-list.ts';
import { envSettings, withVariables, type ContainerChange } from './env-settings.ts';
import { changeAllContainers, demandResources, setFlags, setPodSpec, splitArguments } from './set-pod-spec.ts';

export const setEnvVerb: Verb = {
  name: 'env',
  summary: 'Update environment variables on a pod template',
  details: 'KEY=VALUE sets a variable, KEY- removes it, - reads some from standard input, --list shows what there is.',
  usage: 'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  completes: 'resources',
  flags: [
    ...setFlags.filter(({ name }) => name !== 'record'),
    { name: 'containers', short: 'c', type: 'string', initial: '*', usage: 'The containers to change; * stands for all.' },
    { name: 'env', short: 'e', type: 'array', usage: 'A variable, as KEY=VALUE.' },
    { name: 'from', type: 'string', usage: 'A config map or secret whose keys become variables.' },
    { name: 'keys', type: 'list', usage: 'Only these keys of --from.' },
    { name: 'list', type: 'bool', initial: 'false', usage: 'Show the variables.' },
    { name: 'overwrite', type: 'bool', initial: 'true', usage: 'Change variables that are already set.' },
    { name: 'prefix', type: 'string', usage: 'What the names of variables of --from begin with.' },
    { name: 'resolve', type: 'bool', initial: 'false', usage: 'With --list: what references lead to.' },
  ],
  examples: [
    { does: 'Set a variable', command: 'kubectl set env deployment/web MODE=fast' },
    { does: 'Remove one', command: 'kubectl set env deployment/web MODE-' },
    { does: 'One for each key of a config map', command: 'kubectl set env --from=configmap/settings deployment/web' },
  ],
  *run(k) {
    const { flags } = k;
    const { resources, settings, stray } = splitArguments(k, (word) => /^.+=/s.test(word) || word.endsWith('-'));
    if (stray !== undefined) throw new CommandError(`all resources must be specified before environment changes: ${k.args.join(' ')}`);
    demandResources(k, resources);
    if (flags.bool('list') && flags.text('output') !== '') throw new CommandError('--list and --output may not be specified together');
    if (flags.list('keys').length > 0 && flags.text('from') === '') throw new CommandError('when specifying --keys, a configmap or secret must be provided with --from');
    const words = [...settings, ...flags.list('env')];
    const typed = envSettings(words, words.includes('-') ? decodeUtf8(yield* standardInput(k.p)) : '', k.release.minor);
    const all = { ...typed, set: [...typed.set, ...(yield* variablesFrom(k))] };
    const change = (container: JsonObject, info: Info): JsonObject => withVariables(container, all, flags.bool('overwrite') ? undefined : info);
    if (flags.bool('list')) return yield* listVariables(k, resources, change);
    yield* changeVariables(k, resources, change);
  },
};

function* changeVariables(k: Invocation, resources: readonly string[], change: ContainerChange): Task {
  const wanted = k.flags.text('containers');
  const unmatched = new Set<string>();
  yield* setPodSpec(k, {
    resources,
    done: 'env updated',
    change: (spec, info) => {
      const changed = changeAllContainers(spec, wanted, (container) => change(container, info));
      if (!changed) unmatched.add(`${info.resource.kind}/${info.name}`);
      return changed ?? spec;
    },
  });
  for (const name of unmatched) yield* warnAsServer(k, `${name} does not have any containers matching ${JSON.stringify(wanted)}`, 'warning');
}

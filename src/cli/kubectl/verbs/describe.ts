/** kubectl describe. */
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { describeAny } from '../kinds/any-kind.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { allNamespacesFlag, fetchSelected, fileFlags, selectionFlags, selectorFlag, type Fetched } from '../resources/fetch.ts';
import { collectionPath, getObject, infoOf, type Info } from '../resources/info.ts';
import { list } from '../objects/member.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';

export const describeVerb: Verb = {
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  details: 'A name may be the beginning of several: where no object has exactly this name, all that begin with it are shown.',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'resources',
  flags: [
    ...fileFlags('the objects to describe'),
    selectorFlag,
    allNamespacesFlag,
    { name: 'chunk-size', type: 'int', initial: '500', usage: 'Ask for long lists in pieces of this many; 0 asks for all at once.', since: 22 },
    { name: 'show-events', type: 'bool', initial: 'true', usage: 'With the events of each object.' },
  ],
  examples: [
    { does: 'A node', command: 'kubectl describe nodes node-1' },
    { does: 'The pods of a label', command: 'kubectl describe pods -l app=web' },
    { does: 'Every pod whose name begins so', command: 'kubectl describe pods web' },
  ],
  *run(k) {
    if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') {
      throw new CommandError('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.');
    }
    const fetched = yield* fetchSelected(k, { ...selectionFlags(k), typeAlone: true, singleType: true, latest: true, limit: k.flags.int('chunk-size') });
    const matched = yield* matchingPrefix(k, fetched);
    const infos = matched ?? fetched.infos;
    yield* describeAll(k, infos, matched ? [] : fetched.errors, matched !== undefined);
    if (infos.length === 0 && fetched.errors.length === 0) {
      yield* k.warn(k.flags.bool('all-namespaces') ? 'No resources found\n' : `No resources found in ${k.namespace} namespace.\n`);
    }
  },
};

function* describeAll(k: Invocation, infos: readonly Info[], errors: readonly Error[], arePrefixed: boolean): Task {
  const failures = [...errors];
  const seen = new Set<string>();
  let isFirst = true;
  for (const info of infos) {
    try {
      const fresh = info.name === '' ? info : { ...info, object: yield* getObject(k.client, info) };
      const describe = clientKind(info.resource)?.describe ?? describeAny;
      const text = yield* describe(k, fresh, { showEvents: k.flags.bool('show-events') });
      yield* k.print(arePrefixed ? `${text}\n` : isFirst ? text : `\n\n${text}`);
      isFirst = false;
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      if (!seen.has(error.message)) failures.push(error);
      seen.add(error.message);
    }
  }
  throwCollected(failures);
}

/** When the one named object is not there: those whose names begin so. Undefined when there are none, or that is not the case. */
function* matchingPrefix(k: Invocation, { errors, selection }: Fetched): Task<readonly Info[] | undefined> {
  const [error] = errors;
  const [item] = selection.items;
  if (!(error instanceof StatusError && error.isNotFound) || !selection.isSingle || !item || selection.fromFiles || k.args.length !== 2) return undefined;
  const all = yield* k.client.get(collectionPath(item.resource, item.namespace), [['limit', '500']]);
  const found = list(all, 'items')
    .map((object) => infoOf(item.resource, { apiVersion: apiVersionOf(item.resource), kind: item.resource.kind, ...(object as object) }))
    .filter((info) => info.name.startsWith(item.name));
  return found.length > 0 ? found : undefined;
}

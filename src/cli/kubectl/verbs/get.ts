/** kubectl get. */
import { throwCollected } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { getFormats, listOf, outputFlags, printerOf, type ObjectPrinter } from '../print/object-printer.ts';
import { allNamespacesFlag, fetchSelected, fieldSelectorFlag, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { sortedBy } from '../print/sort-by.ts';
import { sendRaw } from './raw.ts';
import { printTables } from './get-tables.ts';
import { watchObjects } from './get-watch.ts';

const flags: readonly FlagSpec[] = [
  allNamespacesFlag,
  selectorFlag,
  fieldSelectorFlag,
  ...fileFlags('the objects to show'),
  ...outputFlags('json|yaml|kyaml|name|wide|custom-columns|custom-columns-file|go-template|go-template-file|jsonpath|jsonpath-as-json|jsonpath-file'),
  { name: 'chunk-size', type: 'int', initial: '500', usage: 'Ask for long lists in pieces of this many; 0 asks for all at once.' },
  { name: 'ignore-not-found', type: 'bool', initial: 'false', usage: 'Say nothing of named objects that do not exist.' },
  { name: 'label-columns', short: 'L', type: 'list', usage: 'Labels to show as columns.' },
  { name: 'no-headers', type: 'bool', initial: 'false', usage: 'Print no headers above columns.' },
  { name: 'output-watch-events', type: 'bool', initial: 'false', usage: 'With a watch, print the events rather than their objects.' },
  { name: 'raw', type: 'string', usage: 'Print what the server answers at this path.' },
  { name: 'server-print', type: 'bool', initial: 'true', usage: 'Let the server make the table.' },
  { name: 'show-kind', type: 'bool', initial: 'false', usage: 'Put the type in front of each name.' },
  { name: 'show-labels', type: 'bool', initial: 'false', usage: 'Show all labels in a last column.' },
  { name: 'sort-by', type: 'string', usage: "Sort lists by the field at this path (for example '{.metadata.name}')." },
  { name: 'subresource', type: 'string', usage: 'Get this subresource of the object.', since: 24 },
  { name: 'use-openapi-print-columns', type: 'bool', initial: 'false', usage: 'Let the client make the table.', hidden: true, deprecated: 'deprecated in favor of server-side printing', until: 27 },
  { name: 'watch', short: 'w', type: 'bool', initial: 'false', usage: 'Then go on and print what changes.' },
  { name: 'watch-only', type: 'bool', initial: 'false', usage: 'Print what changes, without what is there.' },
];

/** The first release that does not point at its help where flags do not go together. */
const PLAIN_SINCE = 25;

export const getVerb: Verb = {
  name: 'get',
  summary: 'Display one or many resources',
  details: 'Without -o it prints a table that the server makes. Names after a type choose objects of it; selectors choose by labels and fields.',
  usage: 'get (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  group: 'Basic Commands (Intermediate)',
  completes: 'resources',
  flags,
  examples: [
    { does: 'List the pods of the namespace', command: 'kubectl get pods' },
    { does: 'More columns, such as the node', command: 'kubectl get pods -o wide' },
    { does: 'One object as YAML', command: 'kubectl get deployment web -o yaml' },
    { does: 'Several types at once', command: 'kubectl get deployments,replicasets,pods' },
    { does: 'One field', command: 'kubectl get pod web-1 -o jsonpath={.status.phase}' },
    { does: 'Print each change as it happens', command: 'kubectl get pods -w' },
  ],
  *run(k) {
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'GET');
    if (k.flags.bool('use-openapi-print-columns')) yield* k.warn('warning: --use-openapi-print-columns requested, --server-print will be ignored\n');
    const isWatch = k.flags.bool('watch') || k.flags.bool('watch-only');
    if (k.flags.bool('output-watch-events') && !isWatch) throw k.usageErrorUntil(PLAIN_SINCE, '--output-watch-events option can only be used with --watch or --watch-only');
    const printer = k.flags.text('output') === 'wide' ? undefined : printerOf(k, getFormats);
    if (isWatch && k.flags.text('sort-by') !== '') yield* k.warn('warning: --watch requested, --sort-by will be ignored for watch events received\n');
    yield* demandType(k);
    yield* isWatch ? watchObjects(k, printer) : printer ? printObjects(k, printer) : printTables(k);
  },
};

function* demandType(k: Invocation): Task {
  if (k.args.length > 0 || k.flags.list('filename').length > 0 || k.flags.text('kustomize') !== '') return;
  yield* k.warn('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
  throw k.usageError('Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).');
}

function* printObjects(k: Invocation, printer: ObjectPrinter): Task {
  const options = selectionFlags(k);
  const { infos, errors, selection } = yield* fetchSelected(k, {
    ...options,
    typeAlone: true,
    latest: true,
    limit: k.flags.int('chunk-size'),
    subresource: k.flags.text('subresource'),
    ignoreNotFound: k.flags.bool('ignore-not-found'),
  });
  if (infos.length === 0 && errors.length > 0) throwCollected(errors);
  const isOne = selection.isSingle;
  const sorted = k.flags.text('sort-by') === '' ? infos : sortedBy(k.flags.text('sort-by'), infos, (info) => info.object);
  if (isOne && infos.length === 0) return;
  if (k.flags.text('output') === 'name') for (const info of sorted) yield* k.print(printer(info.object));
  else yield* k.print(printer(isOne ? infos[0]!.object : listOf(k, sorted.map((info) => info.object))));
  throwCollected(errors);
}

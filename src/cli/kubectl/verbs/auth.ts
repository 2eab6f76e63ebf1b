/** kubectl auth can-i and whoami. */
import { formatTable, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError, Exit } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { bool, list, members, text } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';
import { allNamespacesFlag } from '../resources/fetch.ts';
import { newMetadata } from '../kinds/generate.ts';
import { listWhatOneMay } from './auth-list.ts';
import { reconcileVerb } from './auth-reconcile.ts';
import { outputFlags, printerOf } from '../print/object-printer.ts';
import { findResource } from '../wire/resource-mapper.ts';

/** Of resources: another one is asked for all the same. */
const knownVerbs = new Set(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'proxy', 'use', 'bind', 'escalate', 'impersonate', '*']);

/** The first client that keeps what it warns of apart from its answer, and takes a name only with its type. */
const PARTED_SINCE = 26;

const canIVerb: Verb = {
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  completes: 'types',
  flags: [
    allNamespacesFlag,
    { name: 'list', type: 'bool', initial: 'false', usage: 'Everything that is allowed.' },
    { name: 'no-headers', type: 'bool', initial: 'false', usage: 'With --list: print no headers.' },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Say it by the exit code alone.' },
    { name: 'subresource', type: 'string', usage: 'Of the type, such as log or scale.' },
  ],
  examples: [{ does: 'May I create pods?', command: 'kubectl auth can-i create pods' }],
  *run(k) {
    if (k.flags.bool('list')) return yield* listWhatOneMay(k);
    const [verb, target] = k.args;
    const isOld = k.release.minor < PARTED_SINCE;
    const warn = (words: string) => k.warn(`Warning: ${words}\n${isOld ? '' : '\n'}`);
    if (verb === undefined || target === undefined || k.args.length > 2) throw new CommandError(isOld ? 'you must specify two or three arguments: verb, resource, and optional resourceName' : "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.");
    const namespace = k.flags.bool('all-namespaces') ? '' : k.namespace;
    let spec: Json;
    if (target.startsWith('/')) spec = { nonResourceAttributes: { verb, path: target } };
    else {
      const [type = '', name = ''] = target.split('/');
      const found = type === '*' ? undefined : findResource(yield* k.discovery(), type)?.resource;
      if (!found && type !== '*') yield* warn(`the server doesn't have a resource type '${type}'`);
      if (!knownVerbs.has(verb)) yield* warn(`verb '${verb}' is not a known verb`);
      if (found && !found.namespaced && !k.flags.bool('all-namespaces')) yield* warn(`resource '${found.plural}' is not namespace scoped${found.group === '' ? '' : ` in group '${found.group}'`}`);
      const subresource = k.flags.text('subresource');
      spec = {
        resourceAttributes: { ...(found && found.group !== '' && { group: found.group }), ...(type === '*' && { group: '*' }), ...(name !== '' && { name }), namespace, resource: found?.plural ?? type, ...(subresource !== '' && { subresource }), verb },
      };
    }
    const answer = yield* k.client.json('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      method: 'POST',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec, status: { allowed: false } },
    });
    const isAllowed = bool(answer, 'status', 'allowed');
    const why = [text(answer, 'status', 'reason'), text(answer, 'status', 'evaluationError')].filter((words) => words !== '').join(' - ');
    if (!k.flags.bool('quiet')) yield* k.print(`${isAllowed ? 'yes' : 'no'}${!isAllowed && why !== '' ? ` - ${why}` : ''}\n`);
    if (!isAllowed) throw new Exit(1);
  },
};

const whoAmIVerb: Verb = {
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  usage: 'auth whoami',
  completes: 'none',
  since: 27,
  flags: outputFlags(),
  *run(k) {
    const answer = yield* k.client.json('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      method: 'POST',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {}, status: { userInfo: {} } },
    });
    const printer = printerOf(k);
    if (printer) return yield* k.print(printer({ ...(answer as JsonObject), metadata: newMetadata(k, {}) }, true));
    const user = members(answer, 'status', 'userInfo');
    const rows = [['ATTRIBUTE', 'VALUE'], ['Username', text(user, 'username')]];
    if (text(user, 'uid') !== '') rows.push(['UID', text(user, 'uid')]);
    if (list(user, 'groups').length > 0) rows.push(['Groups', `[${list(user, 'groups').map(String).join(' ')}]`]);
    for (const [key, values] of Object.entries(members(user, 'extra'))) rows.push([`Extra: ${key}`, `[${(values as readonly Json[]).map(String).join(' ')}]`]);
    yield* k.print(formatTable(listStyle(k.release.minor), rows));
  },
};

export const authVerb: Verb = {
  name: 'auth',
  summary: 'Inspect authorization',
  usage: 'auth',
  group: 'Troubleshooting and Debugging Commands',
  verbs: [canIVerb, reconcileVerb, whoAmIVerb],
};

/** kubectl debug: a container of tools put into a running pod, into a copy of it, or into a pod beside a node's own processes. */
import { isJsonObject, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError, FlagError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { commandAfterDash } from '../kinds/generate.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { list, text } from '../objects/member.ts';
import { collectionPath, objectPath, type Info } from '../resources/info.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { findKind } from '../wire/resource-mapper.ts';
import { StatusError } from '../wire/status-error.ts';
import { debugContainer, debugCopy, debugNodePod, newContainerName, profileOf, withProfile } from './debug-pods.ts';
import { attachWhenRunning } from './debug-attach.ts';
import { namedObject } from './pods-of.ts';
import { imageForm } from './run.ts';

const profiles: readonly string[] = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'];
/** The first client that minds the profile that is taken when none is named. */
const MINDS_LEGACY_SINCE = 32;
const legacyNotice = '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n';

export const debugVerb: Verb = {
  name: 'debug',
  summary: 'Create debugging sessions for troubleshooting workloads and nodes',
  details: 'Of a pod: a new container in it, or with --copy-to in a copy of it. Of a node: a pod there that shares its namespaces and sees its files below /host.',
  usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'pods',
  since: 20,
  flags: [
    ...fileFlags('what to debug').filter(({ name }) => name === 'filename').map((flag) => ({ ...flag, since: 27 })),
    { name: 'arguments-only', type: 'bool', initial: 'false', usage: 'What stands behind -- are arguments, not the command.' },
    { name: 'attach', type: 'bool', initial: 'false', usage: 'Wait until it runs, and attach to it; so with -i.' },
    { name: 'container', short: 'c', type: 'string', usage: 'The name of the new container.' },
    { name: 'copy-to', type: 'string', usage: 'Leave the pod alone, and make a copy of this name.' },
    { name: 'custom', type: 'string', usage: 'A file with parts of a container, put over the profile.', since: 31 },
    { name: 'env', type: 'array', initial: '', usage: 'Environment variables of the container.' },
    { name: 'image', type: 'string', usage: 'The image of the new container.' },
    { name: 'image-pull-policy', type: 'string', usage: 'When to pull the image.' },
    { name: 'keep-annotations', type: 'bool', initial: 'false', usage: 'The copy keeps the annotations.', since: 31 },
    { name: 'keep-init-containers', type: 'bool', initial: 'true', usage: 'The copy runs the init containers too.', since: 31 },
    { name: 'keep-labels', type: 'bool', initial: 'false', usage: 'The copy keeps the labels.', since: 31 },
    { name: 'keep-liveness', type: 'bool', initial: 'false', usage: 'The copy keeps the liveness probes.', since: 31 },
    { name: 'keep-readiness', type: 'bool', initial: 'false', usage: 'The copy keeps the readiness probes.', since: 31 },
    { name: 'keep-startup', type: 'bool', initial: 'false', usage: 'The copy keeps the startup probes.', since: 31 },
    { name: 'profile', type: 'string', initial: 'legacy', usage: `What the container may: ${profiles.join(', ')}.`, since: 23, until: 36 },
    { name: 'profile', type: 'string', initial: 'general', usage: `What the container may: ${profiles.join(', ')}.`, since: 36 },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Say nothing but what the container prints.' },
    { name: 'replace', type: 'bool', initial: 'false', usage: 'With --copy-to: delete the original.' },
    { name: 'same-node', type: 'bool', initial: 'false', usage: 'With --copy-to: put the copy on the same node.' },
    { name: 'set-image', type: 'list', usage: 'With --copy-to: other images, as NAME=IMAGE; * is all.' },
    { name: 'share-processes', type: 'bool', initial: 'true', usage: 'With --copy-to: the containers of the copy see each other\'s processes.' },
    { name: 'stdin', short: 'i', type: 'bool', initial: 'false', usage: 'Keep its input open.' },
    { name: 'target', type: 'string', usage: 'The container whose processes it sees.' },
    { name: 'tty', short: 't', type: 'bool', initial: 'false', usage: 'Give it a terminal.' },
  ],
  examples: [
    { does: 'Look into a pod with the tools of busybox', command: 'kubectl debug web-1 -it --image=busybox --target=nginx' },
    { does: 'A copy of a pod with another image', command: 'kubectl debug web-1 --copy-to=web-debug --set-image=*=busybox' },
    { does: 'A shell on a node', command: 'kubectl debug node/node-1 -it --image=busybox' },
  ],
  *run(k) {
    check(k);
    if (k.flags.text('target') !== '' && !k.flags.bool('quiet')) {
      yield* k.print(`Targeting container ${JSON.stringify(k.flags.text('target'))}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`);
    }
    if (profileOf(k) === 'legacy' && k.release.minor >= MINDS_LEGACY_SINCE && !k.flags.bool('quiet')) yield* k.warn(legacyNotice);
    const names = k.dashAt < 0 ? k.args : k.args.slice(0, k.dashAt);
    const infos: Info[] = [];
    for (const name of names) infos.push(yield* namedObject(k, [name]));
    if (k.flags.list('filename').length > 0) {
      const { infos: found, errors } = yield* fetchSelected(k, { ...selectionFlags(k), args: [], latest: true });
      throwCollected(errors);
      infos.push(...found);
    }
    for (const info of infos) yield* debugOne(k, info);
  },
};

function check(k: Invocation): void {
  const { flags } = k;
  const [image, copy] = [flags.text('image'), flags.text('copy-to')];
  const args = commandAfterDash(k);
  for (const [flag, pairs] of [['env', flags.list('env')], ['set-image', flags.list('set-image')]] as const) {
    const wrong = pairs.find((pair) => !pair.includes('='));
    if (wrong !== undefined) throw new FlagError(`invalid argument ${JSON.stringify(wrong)} for "--${flag}" flag: ${wrong} must be formatted as key=value`);
  }
  if (copy === '') {
    for (const flag of ['replace', 'same-node']) if (flags.bool(flag)) throw new CommandError(`--${flag} may only be used with --copy-to.`);
    if (flags.list('set-image').length > 0) throw new CommandError('--set-image may only be used with --copy-to.');
    if (image === '') throw new CommandError('you must specify --image when not using --copy-to.');
  } else {
    if (image === '' && flags.list('set-image').length === 0 && args.length === 0) throw new CommandError('you must specify --image, --set-image or command arguments.');
    if (args.length > 0 && flags.text('container') === '' && image === '') throw new CommandError('you must specify an existing container or a new image when specifying args.');
  }
  if (image !== '' && !imageForm.test(image)) throw new CommandError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(flags.text('image-pull-policy'))) throw new CommandError(`invalid image pull policy: ${flags.text('image-pull-policy')}`);
  if (flags.text('target') !== '' && copy !== '') throw new CommandError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (flags.bool('tty') && !flags.bool('stdin')) throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
  if (!profiles.includes(profileOf(k))) throw new CommandError(`unknown profile: ${profileOf(k)}`);
}

function* debugOne(k: Invocation, info: Info): Task {
  const { flags } = k;
  const place = clientKind(info.resource)?.debugs;
  if (place === undefined) throw new CommandError(`${JSON.stringify(`${info.resource.group}/${info.resource.version}, Kind=${info.resource.kind}`)} not supported by debug`);
  const custom = customContainer(k);
  const made = place === 'beside' ? yield* besideNode(k, info, custom) : flags.text('copy-to') === '' ? yield* intoPod(k, info, custom) : yield* intoCopy(k, info, custom);
  const wantsAttach = flags.has('attach') ? flags.bool('attach') : flags.bool('stdin');
  if (wantsAttach && made.container !== '') yield* attachWhenRunning(k, made.pod, made.container);
}

interface Made {
  readonly pod: Info;
  readonly container: string;
}

/** The partial container that --custom names. */
function customContainer(k: Invocation): JsonObject | undefined {
  const file = k.flags.text('custom');
  if (file === '') return undefined;
  if (!k.p.files.exists(file)) throw new CommandError(`must pass a container spec json file for custom profile: open ${file}: no such file or directory`);
  const parsed = parseYaml(k.p.files.readText(file));
  if ('error' in parsed || !isJsonObject(parsed.value)) throw new CommandError(`must pass a container spec json file for custom profile: unable to parse ${file}`);
  const fixed = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'].find((field) => Object.hasOwn(parsed.value as JsonObject, field));
  if (fixed !== undefined) throw new CommandError(`${fixed} can not be modified via custom profile`);
  return parsed.value;
}

/** The name that the new container gets, told when nobody chose it. */
function* nameFor(k: Invocation, pod: JsonObject): Task<string> {
  const given = k.flags.text('container');
  if (given !== '') return given;
  const name = newContainerName(k, pod);
  if (!k.flags.bool('quiet')) yield* k.print(`Defaulting debug container name to ${name}.\n`);
  return name;
}

/** The last client that looks whether there may be any before it makes one. */
const LOOKS_UNTIL = 21;

function* intoPod(k: Invocation, info: Info, custom: JsonObject | undefined): Task<Made> {
  const path = objectPath(info.resource, info.namespace, info.name, 'ephemeralcontainers');
  if (k.release.minor <= LOOKS_UNTIL) yield* orDisabled(k.client.get(path));
  const name = yield* nameFor(k, info.object);
  const target = k.flags.text('target');
  const container = withProfile(profileOf(k), 'ephemeral', { ...debugContainer(k, name), ...(target !== '' && { targetContainerName: target }) }, custom);
  const order = [...list(info.object, 'spec', 'ephemeralContainers').map((known) => text(known, 'name')), name].map((each) => ({ name: each }));
  const body: Json = { spec: { '$setElementOrder/ephemeralContainers': order, ephemeralContainers: [container] } };
  const object = (yield* orDisabled(k.client.json(path, { method: 'PATCH', body, contentType: 'application/strategic-merge-patch+json', query: [] }))) as JsonObject;
  return { pod: { ...info, object }, container: name };
}

/** The pod is there: what is not found are its containers of this kind. */
function* orDisabled(asked: Task<Json>): Task<Json> {
  try {
    return yield* asked;
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound) || error.objectName !== '') throw error;
    throw new CommandError(`ephemeral containers are disabled for this cluster (error from server: ${JSON.stringify(error.message)}).`);
  }
}

function* intoCopy(k: Invocation, info: Info, custom: JsonObject | undefined): Task<Made> {
  const { flags } = k;
  const existing = list(info.object, 'spec', 'containers').some((c) => text(c, 'name') === flags.text('container'));
  const isNew = flags.text('image') !== '' && !existing;
  if (flags.text('container') !== '' && !existing && !isNew) throw new CommandError('you must specify image when creating new container');
  const name = isNew ? yield* nameFor(k, info.object) : flags.text('container');
  const pod = debugCopy(k, info.object, name, isNew, (container) => withProfile(profileOf(k), 'copy', container, custom));
  if (flags.bool('replace')) yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'DELETE', body: { gracePeriodSeconds: 0 } });
  return { pod: yield* create(k, info, pod), container: name || text(list(info.object, 'spec', 'containers')[0], 'name') };
}

function* besideNode(k: Invocation, info: Info, custom: JsonObject | undefined): Task<Made> {
  const name = k.flags.text('container') || 'debugger';
  const container = withProfile(profileOf(k), 'node', debugContainer(k, name), custom);
  const pod = debugNodePod(k, info.name, container, profileOf(k));
  if (!k.flags.bool('quiet')) yield* k.print(`Creating debugging pod ${text(pod, 'metadata', 'name')} with container ${name} on node ${info.name}.\n`);
  return { pod: yield* create(k, info, pod), container: name };
}

function* create(k: Invocation, info: Info, pod: JsonObject): Task<Info> {
  const namespace = info.namespace || k.namespace;
  const resource = findKind(yield* k.discovery(), 'v1', 'Pod');
  if (!resource) throw new CommandError('the server could not find the requested resource');
  const object = (yield* k.client.json(collectionPath(resource, namespace), { method: 'POST', body: pod, query: [] })) as JsonObject;
  return { resource, namespace, name: text(object, 'metadata', 'name'), object, source: '' };
}

/** kubectl rolling-update: from one replication controller to another, pod by pod, driven by the client. Gone since 1.18; rollout does it in the cluster. */
import { encodeUtf8, md5Hex, printJson, type JsonObject } from '../../base/index.ts';
import { CommandError } from '../kubectl/command/errors.ts';
import type { Invocation } from '../kubectl/command/invocation.ts';
import type { Task } from '../kubectl/command/task.ts';
import type { Verb } from '../kubectl/command/verb.ts';
import { has, list, members, text, withMember } from '../kubectl/objects/member.ts';
import { outputFlags } from '../kubectl/print/object-printer.ts';
import { select } from '../kubectl/resources/select.ts';
import { validateFlags, validator } from '../kubectl/resources/validation.ts';
import { StatusError } from '../kubectl/wire/status-error.ts';
import { Controllers } from './replication-controllers.ts';
import { abort, annotation, RollingUpdater } from './rolling-updater.ts';

export const rollingUpdateVerb: Verb = {
  name: 'rolling-update',
  summary: 'Perform a rolling update of the given ReplicationController',
  details: 'Makes a new replication controller, then scales it up and the old one down by turns, and takes the old one away.',
  usage: 'rolling-update OLD_CONTROLLER_NAME ([NEW_CONTROLLER_NAME] --image=NEW_CONTAINER_IMAGE | -f NEW_CONTROLLER_SPEC)',
  group: 'Deploy Commands',
  hidden: true,
  completes: 'none',
  flags: [
    ...outputFlags(),
    ...validateFlags,
    { name: 'container', type: 'string', usage: 'The container whose image is changed.' },
    { name: 'deployment-label-key', type: 'string', initial: 'deployment', usage: 'The label that tells the pods of both controllers apart.' },
    { name: 'dry-run', type: 'bool', initial: 'false', usage: 'Only print what would be done.' },
    { name: 'filename', short: 'f', type: 'list', usage: 'A file with the new replication controller.' },
    { name: 'image', type: 'string', usage: 'The image of the new replication controller; not with -f.' },
    { name: 'image-pull-policy', type: 'string', usage: 'When to pull the image; needed where the image stays the same.' },
    { name: 'poll-interval', type: 'duration', initial: '3s', usage: 'How long between looks at the controllers.' },
    { name: 'rollback', type: 'bool', initial: 'false', usage: 'Undo an update that is under way.' },
    { name: 'timeout', type: 'duration', initial: '5m0s', usage: 'How long to wait for progress.' },
    { name: 'update-period', type: 'duration', initial: '1m0s', usage: 'How long to wait between pods.' },
  ],
  examples: [
    { does: 'To the controller of a file', command: 'kubectl rolling-update frontend-v1 -f frontend-v2.json' },
    { does: 'To another image and name', command: 'kubectl rolling-update frontend-v1 frontend-v2 --image=image:v2' },
    { does: 'To another image, keeping the name', command: 'kubectl rolling-update frontend --image=image:v2' },
    { does: 'Back, while it is under way', command: 'kubectl rolling-update frontend-v1 frontend-v2 --rollback' },
  ],
  *run(k) {
    yield* k.warn('Command "rolling-update" is deprecated, use "rollout" instead\n');
    const oldName = checkedName(k);
    const controllers = new Controllers(k);
    const keepsName = k.args.length === 1 && k.flags.text('image') !== '';
    const image = k.flags.text('image');
    let old: JsonObject;
    try {
      old = yield* controllers.get(oldName);
    } catch (error) {
      if (!(error instanceof StatusError && error.isNotFound) || image === '' || !keepsName) throw error;
      return yield* finishRename(controllers, oldName);
    }
    const { files, next, previous } = yield* nextOf(k, controllers, old);
    if (text(next, 'metadata', 'name') === oldName) throw new CommandError(`${files} cannot have the same name as the existing ReplicationController ${oldName}`);
    const selector = members(next, 'spec', 'selector');
    if (!Object.entries(members(previous, 'spec', 'selector')).some(([key, value]) => has(selector, key) && selector[key] !== value)) {
      throw new CommandError(`${files} must specify a matching key with non-equal value in Selector for ${oldName}`);
    }
    if (k.flags.bool('dry-run')) return yield* k.print(`Rolling from:\n${oldName}\nTo:\n${text(next, 'metadata', 'name')}\n`);
    const [from, to] = k.flags.bool('rollback') ? yield* abort(k, controllers, previous, next) : [previous, next];
    yield* new RollingUpdater(k, controllers, keepsName).update(from, to);
    const nextName = keepsName ? oldName : text(next, 'metadata', 'name');
    yield* controllers.get(nextName);
    yield* k.print(`replicationcontroller/${nextName} rolling updated${keepsName ? '' : ` to ${JSON.stringify(nextName)}`}\n`);
  },
};

function checkedName(k: Invocation): string {
  const files = k.flags.list('filename').length;
  const hasImage = k.flags.text('image') !== '';
  if (files > 1) throw k.usageError('May only specify a single filename for new controller');
  if (k.flags.bool('rollback')) {
    if (files > 0 || hasImage) throw k.usageError("Don't specify --filename or --image on rollback");
  } else if (files === 0 && !hasImage) throw k.usageError('Must specify --filename or --image for new controller');
  else if (files > 0 && hasImage) throw k.usageError('--filename and --image can not both be specified');
  const [name] = k.args;
  if (name === undefined) throw k.usageError('Must specify the controller to update');
  return name;
}

interface Pair {
  readonly files: string;
  readonly previous: JsonObject;
  readonly next: JsonObject;
}

function* nextOf(k: Invocation, controllers: Controllers, old: JsonObject): Task<Pair> {
  const [file = ''] = k.flags.list('filename');
  if (file !== '') return { files: file, previous: old, next: yield* fromFile(k, file, old) };
  const newName = k.args[1] ?? text(old, 'metadata', 'annotations', annotation.next);
  const existing = newName === '' ? undefined : yield* controllers.find(newName);
  if (k.flags.bool('rollback')) {
    if (!existing) throw new CommandError(`Could not find ${newName} to rollback.\n`);
    return { files: '', previous: old, next: existing };
  }
  const image = k.flags.text('image');
  if (existing) {
    const inProgress = text(existing, 'spec', 'template', 'spec', 'containers', 0, 'image');
    if (inProgress !== image) throw new CommandError(`Found existing in-progress update to image (${inProgress}).\nEither continue in-progress update with --image=${inProgress} or rollback with --rollback`);
    yield* k.print(`Found existing update in progress (${newName}), resuming.\n`);
  }
  const next = existing ?? withImage(k, old, newName);
  const previous = yield* controllers.tellApart(old, text(next, 'metadata', 'name'), k.flags.text('deployment-label-key'), `${hashOf(old)}-orig`);
  return { files: '', previous, next };
}

function* fromFile(k: Invocation, file: string, old: JsonObject): Task<JsonObject> {
  const validate = validator(k);
  const { items } = yield* select(k, { args: [], filenames: [file], ...(validate && { validate }) });
  if (items.length > 1) throw new CommandError(`${file} specifies multiple items`);
  const object = items[0]?.object;
  if (!object) throw new CommandError(`please make sure ${file} exists and is not empty`);
  if (items[0]!.resource.plural !== 'replicationcontrollers') throw new CommandError(`${file} contains a ${text(object, 'apiVersion')}, Kind=${text(object, 'kind')} not a ReplicationController`);
  return has(object, 'spec', 'replicas') ? object : withMember(object, ['spec', 'replicas'], old['spec'] === undefined ? 1 : members(old, 'spec')['replicas']!);
}

/** The old one with another image, a name and a label of its own. */
function withImage(k: Invocation, old: JsonObject, newName: string): JsonObject {
  const image = k.flags.text('image');
  const wanted = k.flags.text('container');
  const containers = list(old, 'spec', 'template', 'spec', 'containers') as readonly JsonObject[];
  if (containers.length > 1 && wanted === '') throw new CommandError('must specify container to update when updating a multi-container pod');
  const at = wanted === '' ? 0 : containers.findIndex((container) => container['name'] === wanted);
  if (at < 0) throw new CommandError(`container ${wanted} not found in pod`);
  const policy = k.flags.text('image-pull-policy');
  if (containers[0]!['image'] === image && policy === '') throw new CommandError('--image-pull-policy (Always|Never|IfNotPresent) must be provided when --image is the same as existing container image');
  const changed = containers.with(at, { ...containers[at], image, ...(policy !== '' && { imagePullPolicy: policy }) });
  const key = k.flags.text('deployment-label-key');
  const draft = withMember({ apiVersion: 'v1', kind: 'ReplicationController', spec: members(old, 'spec') }, ['spec', 'template', 'spec', 'containers'], changed);
  const hash = hashOf(draft);
  const name = newName === '' ? `${text(old, 'metadata', 'name')}-${hash}` : newName;
  const labelled = withMember(withMember(draft, ['spec', 'selector', key], hash), ['spec', 'template', 'metadata', 'labels', key], hash);
  const { labels } = members(old, 'metadata');
  return { ...labelled, metadata: { name, namespace: text(old, 'metadata', 'namespace'), ...(labels && { labels }) } };
}

function hashOf(controller: JsonObject): string {
  return md5Hex(encodeUtf8(printJson(controller)));
}

/** The last step of one that was interrupted: the new one has still to take the old one's name. */
function* finishRename(controllers: Controllers, oldName: string): Task {
  const found = yield* controllers.withSource(oldName);
  if (!found) throw new CommandError(`couldn't find a replication controller with source id == ${controllers.namespace}/${oldName}`);
  yield* controllers.rename(found, oldName);
}

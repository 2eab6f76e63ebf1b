/** What all of `kubectl create KIND NAME` share: one name, an object made of flags, sent or only printed. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { NetError } from '../../../host/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { dialWords } from '../command/error-words.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { contentHash } from '../objects/content-hash.ts';
import { text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { collectionPath } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { addressOf, validationQuery, validateFlags } from '../resources/validation.ts';
import { StatusError } from '../wire/status-error.ts';

/** What a generator has to know of its type: it does not ask the server. */
export interface GeneratedType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** The first client that knows the type as a whole, after some that sent what they had as a map, and did not say what failed. */
  readonly typedSince?: number;
}

/** What came late to it. */
export const typedSince = 21;

/** The first release whose client leaves out times that are not set. */
const omitsTimesSince = 34;

/** What to make had a name of its own, until it had no choice. */
export const generatorNameFlag: FlagSpec = { name: 'generator', type: 'string', usage: 'What to make of it.', hidden: true, deprecated: 'has no effect and will be removed in the future.', until: typedSince };

export const generatorFlags: readonly FlagSpec[] = [
  ...outputFlags(),
  dryRunFlag,
  ...validateFlags,
  { name: 'field-manager', type: 'string', initial: 'kubectl-create', usage: 'The name under which fields are set.' },
  { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the object in the annotation that apply looks at.' },
];

export function oneName(k: Invocation): string {
  const before = k.dashAt < 0 ? k.args : k.args.slice(0, k.dashAt);
  if (before.length !== 1) throw k.usageError(`exactly one NAME is required, got ${before.length}`);
  return before[0]!;
}

/** What stands behind `--`. */
export function commandAfterDash(k: Invocation): readonly string[] {
  return k.dashAt < 0 ? [] : k.args.slice(k.dashAt);
}

/** Metadata as the real client prints it: older ones show a time that is not set. */
export function newMetadata(k: Invocation, members: JsonObject): JsonObject {
  return k.release.minor < omitsTimesSince ? { creationTimestamp: null, ...members } : members;
}

/** `refusal` is what refusals begin with; without it they come as they are. */
export function* sendGenerated(k: Invocation, type: GeneratedType, object: JsonObject, refusal?: string): Task {
  const isOld = k.release.minor < (type.typedSince ?? 0);
  const failedTo = isOld ? undefined : refusal;
  const placed = type.namespaced && k.isNamespaceGiven ? { ...object, metadata: { ...(object.metadata as JsonObject), namespace: k.namespace } } : object;
  const hashed = k.flags.bool('append-hash') ? withMember(placed, ['metadata', 'name'], `${text(placed, 'metadata', 'name')}-${contentHash(type.kind === 'Secret' ? { type: '', ...placed } : placed)}`) : placed;
  const body = k.flags.bool('save-config') ? withLastApplied(hashed, 'struct') : hashed;
  const report = new Report(k, { isStruct: !isOld || dryRun(k) === 'client' });
  const info = { resource: { ...type, singular: '', shortNames: [], categories: [], verbs: [], subresources: [] }, name: text(body, 'metadata', 'name') };
  if (dryRun(k) === 'client') return yield* report.say(info, 'created', body);
  const query: [string, string][] = [
    ...dryRunQuery(dryRun(k)),
    ['fieldManager', k.flags.text('field-manager')],
    ...validationQuery(k),
  ];
  const path = collectionPath(info.resource, type.namespaced ? k.namespace : '');
  let created: Json;
  try {
    created = yield* k.client.json(path, { method: 'POST', query, body });
  } catch (error) {
    if (failedTo !== undefined && error instanceof StatusError) throw new CommandError(`${failedTo}${error.message}`);
    if (failedTo === undefined || !(error instanceof NetError)) throw error;
    const url = `${k.connection.url}${path}?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
    throw new CommandError(`${failedTo}Post ${JSON.stringify(url)}: ${dialWords(error, k.connection, yield* addressOf(k))}`);
  }
  yield* report.say({ ...info, name: text(created, 'metadata', 'name') }, 'created', created as JsonObject);
}

/** apply --server-side: the server itself merges, and keeps who set which field. */
import type { JsonObject } from '../../../base/index.ts';
import { migrateOwners } from './apply-migration.ts';
import { warnOfDeletion } from './apply-patch.ts';
import { dryRun, dryRunQuery } from '../command/dry-run.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Report } from '../print/report.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { validationQuery } from '../resources/validation.ts';
import { StatusError } from '../wire/status-error.ts';

export const serverSideFlags: readonly FlagSpec[] = [
  { name: 'server-side', type: 'bool', initial: 'false', usage: 'Let the server merge.' },
  { name: 'force-conflicts', type: 'bool', initial: 'false', usage: 'With --server-side: take over fields that others have set.' },
  { name: 'field-manager', type: 'string', initial: 'kubectl-client-side-apply', usage: 'The name under which fields are set.' },
];

export function* applyOnServer(k: Invocation, info: Info, report: Report): Task {
  const manager = k.flags.has('field-manager') ? k.flags.text('field-manager') : 'kubectl';
  const query: [string, string][] = [
    ...dryRunQuery(dryRun(k)),
    ['fieldManager', manager],
    ...validationQuery(k),
    ['force', String(k.flags.bool('force-conflicts'))],
  ];
  try {
    const path = objectPath(info.resource, info.namespace, info.name, k.flags.text('subresource'));
    const request = { method: 'PATCH', query, body: info.object, contentType: 'application/apply-patch+yaml' } as const;
    let applied = (yield* k.client.json(path, request)) as JsonObject;
    if (yield* migrated(k, info, applied, manager)) applied = (yield* k.client.json(path, request)) as JsonObject;
    yield* warnOfDeletion(k, info, applied);
    yield* report.say(info, 'serverside-applied', applied);
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'Conflict') throw new CommandError(`${conflictWords(error)}${advice}${k.release.minor < NEW_PAGE_SINCE ? oldPage : page}`);
    if (error instanceof StatusError && error.reason === 'UnsupportedMediaType') throw new CommandError(`Server-side apply not available on the server: (${error.message})`);
    throw error;
  }
}

/** What was applied stays applied, whatever becomes of the move. */
function* migrated(k: Invocation, info: Info, applied: JsonObject, manager: string): Task<boolean> {
  try {
    return yield* migrateOwners(k, info, applied, manager);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    yield* k.warn(`Warning: failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`);
    return false;
  }
}

/** "Apply failed with 1 conflict: conflict with …", with the fields of each manager below. */
function conflictWords(error: StatusError): string {
  const byManager = new Map<string, string[]>();
  for (const cause of error.causes) byManager.set(cause.message, [...(byManager.get(cause.message) ?? []), cause.field]);
  if (byManager.size === 0) return error.message;
  const count = error.causes.length;
  const head = `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: `;
  const parts = [...byManager].map(([who, fields]) => {
    if (count === 1) return `${who}: ${fields[0]!}`;
    return `${who.replace(/^conflict with/, 'conflicts with')}:\n${fields.map((field) => `- ${field}`).join('\n')}`;
  });
  return head + parts.join('\n');
}

/** The first client that points at the page which is about this alone. */
const NEW_PAGE_SINCE = 21;
const page = 'https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts';
const oldPage = 'http://k8s.io/docs/reference/using-api/api-concepts/#conflicts';
const advice = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See `;

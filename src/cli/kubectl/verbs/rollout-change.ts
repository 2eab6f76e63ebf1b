/** kubectl rollout pause, resume and restart: one patch each. */
import { formatRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import type { Rollout } from '../kinds/client-kind.ts';
import { bool, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { objectPath, typeName, type Info } from '../resources/info.ts';
import { fetchCurrent } from '../resources/scheme-select.ts';
import { StatusError } from '../wire/status-error.ts';
import { rolloutSelectionFlags } from './rollout-selection.ts';

const restartedAt = 'kubectl.kubernetes.io/restartedAt';

interface Change {
  readonly verb: string;
  readonly done: string; // "paused"
  readonly doing: string; // "pausing"
  readonly able: (rollout: Rollout) => boolean | undefined;
  /** Why not; undefined when it can be done. */
  readonly refuses: (object: JsonObject, name: string, k: Invocation) => CommandError | undefined;
  readonly patch: (k: Invocation) => Json;
}

function verbOf(change: Change, summary: string): Verb {
  return {
    name: change.verb,
    summary,
    usage: `rollout ${change.verb} RESOURCE`,
    completes: 'resources',
    flags: [...rolloutSelectionFlags, ...outputFlags(), { name: 'field-manager', type: 'string', initial: 'kubectl-rollout', usage: 'The name under which fields are set.' }],
    *run(k) {
      if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('required resource not specified');
      const { infos, errors } = yield* fetchCurrent(k, { typeAlone: true });
      if (infos.length === 0 && errors.length === 0) yield* k.warn(`No resources found in ${k.namespace} namespace.\n`);
      const failures: Error[] = [...errors];
      const report = new Report(k, { isStruct: true });
      for (const info of infos) {
        try {
          yield* patchOne(k, info, change, report);
        } catch (error) {
          if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
          failures.push(error);
        }
      }
      throwCollected(failures);
    },
  };
}

/** These say "error: " themselves, also as one of several. */
function ownHeaded(words: string): CommandError {
  return new CommandError(`error: ${words}`, { isBare: true });
}

function* patchOne(k: Invocation, info: Info, change: Change, report: Report): Task {
  const rollout = clientKind(info.resource)?.rollout;
  const name = `${typeName(info)} ${JSON.stringify(info.name)}`;
  if (!rollout || !change.able(rollout)) throw ownHeaded(`${name} ${change.doing} is not supported`);
  const refusal = change.refuses(info.object, name, k);
  if (refusal) throw refusal;
  try {
    const changed = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), {
      method: 'PATCH',
      query: [['fieldManager', k.flags.text('field-manager')]],
      body: change.patch(k),
      contentType: 'application/strategic-merge-patch+json',
    });
    yield* report.say(info, change.done, changed as JsonObject);
  } catch (error) {
    throw error instanceof StatusError ? new CommandError(`failed to patch: ${error.message}`) : error;
  }
}

export const pauseVerb = verbOf(
  {
    verb: 'pause',
    done: 'paused',
    doing: 'pausing',
    able: (rollout) => rollout.canPause,
    refuses: (object, name) => (bool(object, 'spec', 'paused') ? ownHeaded(`${name} is already paused`) : undefined),
    patch: () => ({ spec: { paused: true } }),
  },
  'Mark the provided resource as paused',
);

export const resumeVerb = verbOf(
  {
    verb: 'resume',
    done: 'resumed',
    doing: 'resuming',
    able: (rollout) => rollout.canPause,
    refuses: (object, name) => (bool(object, 'spec', 'paused') ? undefined : ownHeaded(`${name} is not paused`)),
    patch: () => ({ spec: { paused: null } }),
  },
  'Resume a paused resource',
);

export const restartVerb = verbOf(
  {
    verb: 'restart',
    done: 'restarted',
    doing: 'restarting',
    able: (rollout) => rollout.canRestart,
    refuses: (object, name, k) => {
      if (bool(object, 'spec', 'paused')) return ownHeaded(`${name} can't restart paused deployment (run rollout resume first)`);
      if (text(object, 'spec', 'template', 'metadata', 'annotations', restartedAt) !== formatRfc3339(k.nowMs)) return undefined;
      return new CommandError(`failed to create patch for ${text(object, 'metadata', 'name')}: if restart has already been triggered within the past second, please wait before attempting to trigger another`);
    },
    patch: (k) => ({ spec: { template: { metadata: { annotations: { [restartedAt]: formatRfc3339(k.nowMs) } } } } }),
  },
  'Restart a resource',
);

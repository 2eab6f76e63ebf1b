/** kubectl scale. */
import { parseDuration } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import { CommandError, SeveralErrors, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import { isKnown, type Verb } from '../command/verb.ts';
import { count, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { watchUntil } from '../resources/wait-until.ts';
import { StatusError } from '../wire/status-error.ts';

const SAYS_DRY_SINCE = 27;

/** Clients of some releases tell of what is not there in words of their own. */
const ownWords = { since: 27, namesSince: 32, until: 35 };

export const scaleVerb: Verb = {
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  details: 'With --current-replicas or --resource-version it does so only while that still is so.',
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  group: 'Deploy Commands',
  completes: 'resources',
  flags: [
    ...fileFlags('what to scale'),
    ...outputFlags(),
    selectorFlag,
    dryRunFlag,
    ...recordFlags,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the type in the namespace.' },
    { name: 'current-replicas', type: 'int', initial: '-1', usage: 'Only when the present size is this.' },
    { name: 'replicas', type: 'int', initial: '0', required: true, usage: 'The new size.' },
    { name: 'resource-version', type: 'string', usage: 'Only when the object is still of this version.' },
    { name: 'timeout', type: 'duration', initial: '0s', usage: 'Wait this long for the new size to be reached; 0 does not wait.' },
  ],
  examples: [
    { does: 'Three pods for a deployment', command: 'kubectl scale deployment/web --replicas=3' },
    { does: 'From two to three, and only then', command: 'kubectl scale --current-replicas=2 --replicas=3 deployment/web' },
  ],
  *run(k) {
    if (k.flags.int('replicas') < 0) throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), latest: true });
    const version = k.flags.text('resource-version');
    if (version !== '' && infos.length > 1) throw new CommandError('cannot use --resource-version with multiple resources');
    const failures: Error[] = [...errors];
    const report = new Report(k);
    let scaled = 0;
    for (const info of infos) {
      try {
        yield* scaleOne(k, info, report);
        scaled++;
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        failures.push(error);
      }
    }
    if (scaled === 0 && infos.length === 0 && isKnown(ownWords, k.release.minor)) throw new CommandError(`no objects passed to scale${k.release.minor < ownWords.namesSince ? '' : ` ${new SeveralErrors(errors).message}`}`);
    throwCollected(failures);
    if (infos.length === 0) throw new CommandError('no objects passed to scale');
  },
};

function* scaleOne(k: Invocation, info: Info, report: Report): Task {
  const replicas = k.flags.int('replicas');
  const path = objectPath(info.resource, info.namespace, info.name, 'scale');
  if (!info.resource.subresources.some((sub) => sub.name === 'scale')) {
    throw new StatusError({ message: 'the server could not find the requested resource', reason: 'NotFound', code: 404 }, 404);
  }
  const [expected, version] = [k.flags.int('current-replicas'), k.flags.text('resource-version')];
  if (expected >= 0 || version !== '') {
    const scale = yield* k.client.get(path);
    const now = count(scale, 'spec', 'replicas');
    if (expected >= 0 && now !== expected) throw new CommandError(`Expected replicas to be ${expected}, was ${now}`);
    if (version !== '' && text(scale, 'metadata', 'resourceVersion') !== version) {
      throw new CommandError(`Expected resource version to be ${version}, was ${text(scale, 'metadata', 'resourceVersion')}`);
    }
  }
  if (dryRun(k) !== 'client') {
    const patched = { method: 'PATCH', query: dryRunQuery(dryRun(k)), body: { spec: { replicas } }, contentType: 'application/merge-patch+json' };
    yield* k.client.json(path, patched);
  }
  yield* awaitSize(k, info, replicas);
  yield* report.say(info, 'scaled', info.object, k.release.minor < SAYS_DRY_SINCE ? '' : dryRunSuffix(dryRun(k)));
}

/** --timeout: until the status tells of the new size. */
function* awaitSize(k: Invocation, info: Info, replicas: number): Task {
  const timeout = parseDuration(k.flags.text('timeout'));
  if (!('milliseconds' in timeout) || timeout.milliseconds === 0 || dryRun(k) !== 'none') return;
  const isReached = yield* watchUntil(k, info, k.p.host.clock.now + timeout.milliseconds, (object) => {
    return object !== undefined && count(object, 'status', 'replicas') === replicas;
  });
  if (!isReached) throw new CommandError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`);
}

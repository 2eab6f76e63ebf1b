/** kubectl create job and cronjob. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { member, members, text } from '../objects/member.ts';
import { fetchAll } from '../resources/fetch.ts';
import { commandAfterDash, generatorFlags, newMetadata, oneName, sendGenerated } from './generate.ts';

/** The first releases that make cron jobs of batch/v1, and that mark a cron job as what looks after what is made from it. */
const secondVersionSince = 22;
const ownsSince = 29;

const jobType = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', namespaced: true };

function podSpec(k: Invocation, name: string, restartPolicy: string): JsonObject {
  const command = commandAfterDash(k);
  return { containers: [{ ...(command.length > 0 && { command }), image: k.flags.text('image'), name, resources: {} }], restartPolicy };
}

export const generateJob: Verb = {
  name: 'job',
  summary: 'Create a job with the specified name',
  usage: 'create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    { name: 'from', type: 'string', usage: 'A cron job to run once, now.' },
    { name: 'image', type: 'string', usage: 'The image to run.' },
  ],
  *run(k) {
    const name = oneName(k);
    const from = k.flags.text('from');
    if ((k.flags.text('image') === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from !== '' && commandAfterDash(k).length > 0) throw new CommandError('cannot specify --from and command');
    let object: JsonObject = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: newMetadata(k, { name }),
      spec: { template: { metadata: newMetadata(k, {}), spec: podSpec(k, name, 'Never') } },
      status: {},
    };
    if (from !== '') {
      const [named] = yield* fetchAll(k, { args: [from] });
      if (!named) throw new CommandError('from must be an existing cronjob');
      if (named.resource.plural !== 'cronjobs' && k.release.minor < secondVersionSince) throw new CommandError(`from must be an existing cronjob: ${named.resource.version}.${named.resource.kind} is not suitable for converting to "batch/v1beta1" in scheme "k8s.io/kubectl/pkg/scheme/scheme.go:28"`);
      if (named.resource.plural !== 'cronjobs') throw new CommandError(`unknown object type *${named.resource.version}.${named.resource.kind}`);
      const cron = named.object;
      const owner = { apiVersion: text(cron, 'apiVersion'), ...(k.release.minor >= ownsSince && { controller: true }), kind: 'CronJob', name: text(cron, 'metadata', 'name'), uid: text(cron, 'metadata', 'uid') };
      const template = member(cron, 'spec', 'jobTemplate');
      const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual', ...members(template, 'metadata', 'annotations') };
      const labels = members(template, 'metadata', 'labels');
      object = { ...object, metadata: newMetadata(k, { annotations, ...(Object.keys(labels).length > 0 && { labels }), name, ownerReferences: [owner] }), spec: member(template, 'spec') ?? {} };
    }
    yield* sendGenerated(k, jobType, object, 'failed to create job: ');
  },
};

export const generateCronJob: Verb = {
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cron job with the specified name',
  usage: "create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  completes: 'none',
  flags: [
    ...generatorFlags,
    { name: 'image', type: 'string', required: true, usage: 'The image to run.' },
    { name: 'restart', type: 'string', usage: 'The restart policy of the pods: OnFailure or Never.' },
    { name: 'schedule', type: 'string', required: true, usage: 'When to run, in the form of cron.' },
  ],
  *run(k) {
    const name = oneName(k);
    const version = k.release.minor < secondVersionSince ? 'v1beta1' : 'v1';
    const object: JsonObject = {
      apiVersion: `batch/${version}`,
      kind: 'CronJob',
      metadata: newMetadata(k, { name }),
      spec: {
        jobTemplate: {
          metadata: newMetadata(k, { name }),
          spec: { template: { metadata: newMetadata(k, {}), spec: podSpec(k, name, k.flags.text('restart') || 'OnFailure') } },
        },
        schedule: k.flags.text('schedule'),
      },
      status: {},
    };
    yield* sendGenerated(k, { ...jobType, version, kind: 'CronJob', plural: 'cronjobs' }, object, 'failed to create cronjob: ');
  },
};

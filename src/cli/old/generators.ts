/** What `kubectl run` made until 1.17: a deployment, a job, a cron job, a replication controller or a pod, as a generator says. */
import type { JsonObject } from '../../base/index.ts';
import { CommandError } from '../kubectl/command/errors.ts';
import type { Invocation } from '../kubectl/command/invocation.ts';
import { newMetadata } from '../kubectl/kinds/generate.ts';
import { members } from '../kubectl/objects/member.ts';

export interface Generated {
  readonly type: string; // as the resource mapper takes it
  readonly object: JsonObject;
}

type Make = (k: Invocation, pod: JsonObject) => Generated;

const template = (k: Invocation, pod: JsonObject): JsonObject => ({ metadata: newMetadata(k, { labels: members(pod, 'metadata', 'labels') }), spec: members(pod, 'spec') });

const job = (k: Invocation, pod: JsonObject): JsonObject => ({ template: template(k, pod) });

function deployment(apiVersion: string): Make {
  return (k, pod) => ({
    type: `deployments.${apiVersion.split('/')[1]!}.${apiVersion.split('/')[0]!}`,
    object: {
      apiVersion,
      kind: 'Deployment',
      metadata: pod['metadata']!,
      spec: { replicas: replicasOf(k), selector: { matchLabels: members(pod, 'metadata', 'labels') }, strategy: {}, template: template(k, pod) },
      status: {},
    },
  });
}

function cronJob(version: string): Make {
  return (k, pod) => ({
    type: `cronjobs.${version}.batch`,
    object: {
      apiVersion: `batch/${version}`,
      kind: 'CronJob',
      metadata: pod['metadata']!,
      spec: { concurrencyPolicy: 'Allow', jobTemplate: { metadata: newMetadata(k, {}), spec: job(k, pod) }, schedule: k.flags.text('schedule') },
      status: {},
    },
  });
}

const makers: Readonly<Record<string, Make>> = {
  'cronjob/v1beta1': cronJob('v1beta1'),
  'deployment/apps.v1beta1': deployment('apps/v1beta1'),
  'deployment/v1beta1': deployment('extensions/v1beta1'),
  'job/v1': (k, pod) => ({ type: 'jobs.v1.batch', object: { apiVersion: 'batch/v1', kind: 'Job', metadata: pod['metadata']!, spec: job(k, pod), status: {} } }),
  'run-pod/v1': (_, pod) => ({ type: 'pods', object: pod }),
  'run/v1': (k, pod) => ({
    type: 'replicationcontrollers',
    object: { apiVersion: 'v1', kind: 'ReplicationController', metadata: pod['metadata']!, spec: { replicas: replicasOf(k), selector: members(pod, 'metadata', 'labels'), template: template(k, pod) }, status: { replicas: 0 } },
  }),
};

/** The one that is asked for, or the one that fits the restart policy and a schedule. */
export function generatorOf(k: Invocation): string {
  const { flags } = k;
  const asked = flags.text('generator');
  if (asked !== '') return asked;
  if (flags.text('schedule') !== '') return 'cronjob/v1beta1';
  switch (flags.text('restart') || 'Always') {
    case 'Always':
      return 'deployment/apps.v1beta1';
    case 'OnFailure':
      return 'job/v1';
    default:
      return 'run-pod/v1';
  }
}

export function generate(k: Invocation, name: string, pod: JsonObject): Generated {
  const make = makers[name];
  if (!make) throw new CommandError(`generator ${JSON.stringify(name)} not found`);
  return make(k, pod);
}

function replicasOf(k: Invocation): number {
  const replicas = k.flags.int('replicas');
  if (replicas < 0) throw new CommandError(`invalid value for replicas: ${replicas}`);
  return replicas;
}

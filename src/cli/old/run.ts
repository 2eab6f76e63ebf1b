/** kubectl run, when it made what looks after pods rather than a pod alone. */
import type { JsonObject } from '../../base/index.ts';
import { sleep } from '../../host/index.ts';
import { dryRun } from '../kubectl/command/dry-run.ts';
import { CommandError } from '../kubectl/command/errors.ts';
import type { FlagSpec } from '../kubectl/command/flag.ts';
import type { Invocation } from '../kubectl/command/invocation.ts';
import { recorded } from '../kubectl/command/record.ts';
import type { Task } from '../kubectl/command/task.ts';
import type { Verb } from '../kubectl/command/verb.ts';
import { overridden } from '../kubectl/kinds/overrides.ts';
import { list, text } from '../kubectl/objects/member.ts';
import { Report } from '../kubectl/print/report.ts';
import { collectionPath, type Info } from '../kubectl/resources/info.ts';
import { attachTo } from '../kubectl/verbs/attach.ts';
import { selectedPods } from '../kubectl/verbs/pods-of.ts';
import { attachAndFinish, podFor, runVerb as current, send, serviceFor } from '../kubectl/verbs/run.ts';
import { generate, generatorOf } from './generators.ts';

const LOOK_MS = 500;
const without = new Set(['annotations', 'generator', 'replicas', 'schedule', 'field-manager', 'override-type', 'privileged', 'restart', 'show-managed-fields', 'dry-run']);

const flags: readonly FlagSpec[] = [
  ...(current.flags ?? []).filter(({ name }) => !without.has(name)),
  { name: 'dry-run', type: 'bool', initial: 'false', usage: 'Only print what would be sent.' },
  { name: 'generator', type: 'string', usage: 'What to make: deployment/apps.v1beta1, deployment/v1beta1, job/v1, cronjob/v1beta1, run/v1 or run-pod/v1.' },
  { name: 'replicas', short: 'r', type: 'int', initial: '1', usage: 'How many pods.' },
  { name: 'restart', type: 'string', initial: 'Always', usage: 'Always makes a deployment, OnFailure a job, Never a pod.' },
  { name: 'schedule', type: 'string', usage: 'When to run, in the form of cron: makes a cron job.' },
];

export const runVerb: Verb = {
  ...current,
  details: 'Makes a deployment of it, or with --restart=OnFailure a job, or with --restart=Never a pod.',
  usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--replicas=replicas] [--dry-run=bool] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags,
  *run(k) {
    const name = k.args[0];
    if (name === undefined || k.dashAt === 0) throw k.usageError('NAME is required for run');
    const restart = k.flags.text('restart');
    if (!['Always', 'OnFailure', 'Never'].includes(restart)) throw k.usageError(`invalid restart policy: ${restart}`);
    const isAttached = k.flags.bool('attach') || ((k.flags.bool('stdin') || k.flags.bool('tty')) && !k.flags.has('attach'));
    if (k.flags.bool('tty') && !k.flags.bool('stdin')) throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
    if (k.flags.int('replicas') !== 1 && restart !== 'Always') throw k.usageError(`--restart=${restart} requires that --replicas=1, found ${k.flags.int('replicas')}`);
    if (k.flags.bool('rm') && !isAttached) throw k.usageError('--rm should only be used for attached containers');
    if (k.flags.bool('expose') && k.flags.text('port') === '') throw k.usageError('--port must be set when exposing a service');
    const generator = generatorOf(k);
    const made = generate(k, generator, podWith(k, podFor(k, name), generator));
    const report = new Report(k);
    if (k.flags.bool('expose')) yield* send(k, 'services', serviceFor(k, name, podFor(k, name)), report, false);
    const created = yield* send(k, made.type, recorded(k, overridden(k, made.object)), report, isAttached && dryRun(k) === 'none');
    if (isAttached && dryRun(k) === 'none') yield* attach(k, name, created);
  },
};

/** What the flags of that time add to the pod. */
function podWith(k: Invocation, pod: JsonObject, generator: string): JsonObject {
  const spec = pod['spec'] as JsonObject;
  const [container] = list(spec, 'containers') as readonly JsonObject[];
  const { dnsPolicy, restartPolicy, ...rest } = spec;
  const isPod = generator === 'run-pod/v1';
  const policy = k.flags.text('schedule') !== '' && k.flags.text('restart') === 'Always' ? 'OnFailure' : restartPolicy!;
  return {
    ...pod,
    spec: {
      ...rest,
      containers: [container!],
      ...(isPod && { dnsPolicy: dnsPolicy! }),
      ...((isPod || generator.startsWith('job') || generator.startsWith('cronjob')) && { restartPolicy: policy }),
    },
  };
}

function* attach(k: Invocation, name: string, created: Info): Task {
  if (created.resource.plural === 'pods') return yield* attachAndFinish(k, created);
  const pod = yield* firstPod(k, `run=${name}`);
  const podName = text(pod, 'metadata', 'name');
  const stdin = k.flags.bool('stdin');
  const tty = k.flags.bool('tty');
  yield* attachTo(k, pod, name, { stdin, tty });
  if (k.flags.bool('rm')) {
    yield* k.client.json(`${collectionPath(created.resource, created.namespace)}/${created.name}`, { method: 'DELETE', body: { propagationPolicy: 'Background' } });
    yield* k.print(`${created.resource.kind.toLowerCase()}.${created.resource.group} ${JSON.stringify(created.name)} deleted\n`);
  } else if (stdin && tty) yield* k.print(`Session ended, resume using 'kubectl attach ${podName} -c ${name} -i -t' command when the pod is running\n`);
}

/** The first pod of the selector, once it runs. */
function* firstPod(k: Invocation, selector: string): Task<JsonObject> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += LOOK_MS) {
    const running = (yield* selectedPods(k, k.namespace, selector)).find((pod) => text(pod, 'status', 'phase') !== 'Pending');
    if (running) return running;
    yield* sleep(LOOK_MS);
  }
  throw new CommandError('timed out waiting for the condition');
}

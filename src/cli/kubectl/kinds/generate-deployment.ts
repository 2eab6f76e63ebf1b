/** kubectl create deployment. */
import { randomSuffix, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { commandAfterDash, generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated } from './generate.ts';

/** The first release that takes replicas, a port and a command. */
const writesMoreSince = 19;

export const generateDeployment: Verb = {
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'Create a deployment with the specified name',
  usage: 'create deployment NAME --image=image -- [COMMAND] [args...]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    generatorNameFlag,
    { name: 'image', type: 'list', required: true, usage: 'The image to run; several make several containers.' },
    { name: 'port', type: 'int', initial: '-1', usage: 'The port that the first container listens on.', since: writesMoreSince },
    { name: 'replicas', short: 'r', type: 'int', initial: '1', usage: 'How many pods.', since: writesMoreSince },
  ],
  examples: [{ does: 'Three pods of nginx', command: 'kubectl create deployment web --image=nginx --replicas=3' }],
  *run(k) {
    if (k.release.minor < writesMoreSince && k.args.length > 1) throw k.usageError(`exactly one NAME is required, got ${k.args.length}`);
    const name = oneName(k);
    const images = k.flags.list('image').filter((image) => image !== '');
    const command = commandAfterDash(k);
    if (images.length > 1 && command.length > 0) throw new CommandError('cannot specify multiple --image options and command');
    const port = k.flags.int('port');
    const containers = images.map((image, i): JsonObject => ({
      ...(command.length > 0 && { command }),
      image,
      name: containerName(k, image),
      ...(port >= 0 && i === 0 && { ports: [{ containerPort: port }] }),
      resources: {},
    }));
    const labels = { app: name };
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: newMetadata(k, { labels, name }),
      spec: {
        replicas: k.flags.int('replicas'),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: newMetadata(k, { labels }), spec: { containers } },
      },
      status: {},
    } satisfies Record<string, Json>;
    yield* sendGenerated(k, { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', namespaced: true }, object, 'failed to create deployment: ');
  },
};

/** The image's last name, without tag and digest; one that had to be changed gets an ending that no other has. */
function containerName(k: Invocation, image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0]!;
  return /[_.]/.test(name) ? `${name.replace(/[_.]/g, '-')}-${randomSuffix(() => k.p.random.next())}` : name;
}

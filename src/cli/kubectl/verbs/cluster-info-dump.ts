/** kubectl cluster-info dump: what one would look at to find a fault, printed or written to files. */
import type { JsonObject } from '../../../base/index.ts';
import { FileError } from '../../../files/index.ts';
import { goFileWords } from '../command/error-words.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, text } from '../objects/member.ts';
import { outputFlags, printerOf, type ObjectPrinter } from '../print/object-printer.ts';
import { allNamespacesFlag } from '../resources/fetch.ts';
import { StatusError } from '../wire/status-error.ts';

/** In the order of the dump, by the names of their files. */
const parts = [
  ['events', 'EventList', 'v1', '/api/v1'],
  ['replication-controllers', 'ReplicationControllerList', 'v1', '/api/v1'],
  ['services', 'ServiceList', 'v1', '/api/v1'],
  ['daemonsets', 'DaemonSetList', 'apps/v1', '/apis/apps/v1'],
  ['deployments', 'DeploymentList', 'apps/v1', '/apis/apps/v1'],
  ['replicasets', 'ReplicaSetList', 'apps/v1', '/apis/apps/v1'],
  ['pods', 'PodList', 'v1', '/api/v1'],
] as const;

export const clusterInfoDumpVerb: Verb = {
  name: 'dump',
  summary: 'Dump relevant information for debugging and diagnosis',
  details: 'Of the namespace kube-system and of the current one, unless told otherwise; on standard output, or in files of a directory.',
  usage: 'cluster-info dump [flags]',
  completes: 'none',
  flags: [
    ...outputFlags(),
    { ...allNamespacesFlag, usage: 'Of every namespace.' },
    { name: 'namespaces', type: 'list', usage: 'Of these namespaces.' },
    { name: 'output-directory', type: 'string', usage: "Where to put the files; '-' or nothing is standard output." },
    { name: 'pod-running-timeout', type: 'duration', initial: '20s', usage: 'How long to wait for a pod.' },
  ],
  *run(k) {
    const folder = k.flags.text('output-directory');
    const dump = new Dump(k, folder === '-' ? '' : folder);
    yield* dump.write('nodes', (yield* k.client.get('/api/v1/nodes')) as JsonObject);
    for (const namespace of yield* namespacesOf(k)) yield* dump.namespace(namespace);
    if (folder !== '' && folder !== '-') yield* k.print(`Cluster info dumped to ${folder}\n`);
  },
};

function* namespacesOf(k: Invocation): Task<readonly string[]> {
  if (k.flags.bool('all-namespaces')) return list(yield* k.client.get('/api/v1/namespaces'), 'items').map((namespace) => text(namespace, 'metadata', 'name'));
  const named = k.flags.list('namespaces');
  return named.length > 0 ? named : [...new Set(['kube-system', k.namespace])];
}

class Dump {
  private readonly k: Invocation;
  private readonly folder: string;
  private readonly extension: string;
  private readonly printer: ObjectPrinter;

  constructor(k: Invocation, folder: string) {
    this.k = k;
    this.folder = folder;
    this.extension = k.flags.text('output') === 'yaml' ? 'yaml' : 'json';
    this.printer = printerOf(k, undefined, 'json')!;
  }

  *write(name: string, object: JsonObject): Task {
    if (this.k.flags.text('output') === 'name') throw new CommandError(`list types are not supported by name printing: *v1.${text(object, 'kind')}`);
    yield* this.put(`${name}.${this.extension}`, this.printer(object));
  }

  *namespace(name: string): Task {
    for (const [file, kind, apiVersion, root] of parts) {
      const found = yield* this.k.client.get(`${root}/namespaces/${name}/${file.replace('-', '')}`);
      yield* this.write(`${name}/${file}`, { ...(found as JsonObject), apiVersion, kind });
      if (file === 'pods') for (const pod of list(found, 'items')) yield* this.logs(name, pod as JsonObject);
    }
  }

  private *logs(namespace: string, pod: JsonObject): Task {
    const name = text(pod, 'metadata', 'name');
    let all = '';
    for (const container of [...list(pod, 'spec', 'initContainers'), ...list(pod, 'spec', 'containers')].map((c) => text(c, 'name'))) {
      const where = `container ${container} of pod ${namespace}/${name}`;
      all += `==== START logs for ${where} ====\n${yield* this.logOf(namespace, name, container)}==== END logs for ${where} ====\n`;
    }
    yield* this.put(`${namespace}/${name}/logs.txt`, all);
  }

  private *logOf(namespace: string, pod: string, container: string): Task<string> {
    try {
      return yield* this.k.client.text(`/api/v1/namespaces/${namespace}/pods/${pod}/log`, { query: [['container', container]] });
    } catch (error) {
      if (error instanceof StatusError) return `Request log error: ${error.message}\n`;
      throw error;
    }
  }

  private *put(path: string, content: string): Task {
    if (this.folder === '') return yield* this.k.print(content);
    const { files } = this.k.p;
    const whole = `${this.folder}/${path}`;
    const folder = whole.slice(0, whole.lastIndexOf('/'));
    try {
      files.mkdir(folder, { recursive: true });
    } catch (error) {
      throw error instanceof FileError ? new CommandError(goFileWords(error, 'mkdir')) : error;
    }
    files.writeFile(whole, content);
  }
}

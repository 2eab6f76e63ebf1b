/** kubectl create secret generic, docker-registry and tls. */
import { encodeBase64, encodeUtf8, printJson, setMember, type Json, type JsonObject } from '../../../base/index.ts';
import { FileError } from '../../../files/index.ts';
import { goFileWords } from '../command/error-words.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated, typedSince } from './generate.ts';
import { appendHashFlag, dataFlags, dataOf, filesOf, type Data } from './key-files.ts';

/** The first release that looks at what was typed as a whole; until then one flag after the other was missed. */
const optionsSince = 21;

function demandFlags(k: Invocation, names: readonly string[]): void {
  const missing = names.find((name) => k.flags.text(name) === '');
  if (missing !== undefined && k.release.minor < optionsSince) throw k.usageError(`flag ${missing} is required`);
}

function* send(k: Invocation, name: string, data: Data, type: string): Task {
  const encoded: Record<string, Json> = {};
  for (const [key, value] of data) setMember(encoded, key, encodeBase64(typeof value === 'string' ? encodeUtf8(value) : value));
  const object: JsonObject = {
    apiVersion: 'v1',
    ...(data.size > 0 && { data: encoded }),
    kind: 'Secret',
    metadata: newMetadata(k, { name }),
    ...(type !== '' && { type }),
  };
  yield* sendGenerated(k, { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, typedSince }, object, 'failed to create secret ');
}

const generic: Verb = {
  name: 'generic',
  summary: 'Create a secret from a local file, directory, or literal value',
  usage: 'create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, generatorNameFlag, appendHashFlag, ...dataFlags, { name: 'type', type: 'string', usage: 'The type of the secret.' }],
  *run(k) {
    yield* send(k, oneName(k), yield* dataOf(k, 'Secret'), k.flags.text('type'));
  },
};

const dockerRegistry: Verb = {
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  usage: 'create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    generatorNameFlag,
    appendHashFlag,
    { name: 'from-file', type: 'list', usage: 'A file with the settings of a client, as key=path or under its own name.' },
    { name: 'docker-email', type: 'string', usage: 'Mail address for the registry.' },
    { name: 'docker-password', type: 'string', usage: 'Password for the registry.' },
    { name: 'docker-server', type: 'string', initial: 'https://index.docker.io/v1/', usage: 'Address of the registry.' },
    { name: 'docker-username', type: 'string', usage: 'User name for the registry.' },
  ],
  *run(k) {
    const name = oneName(k);
    if (!k.flags.has('from-file')) demandFlags(k, ['docker-username', 'docker-password', 'docker-server']);
    const files = k.flags.list('from-file').flatMap((spec) => filesOf(k, spec));
    const data = new Map<string, Uint8Array | string>();
    for (const [key, path] of files) data.set(key === '.dockercfg' || k.release.minor < optionsSince ? key : '.dockerconfigjson', k.p.files.readFile(path));
    if (data.size === 0) data.set('.dockerconfigjson', loginText(k));
    yield* send(k, name, data, 'kubernetes.io/dockerconfigjson');
  },
};

function loginText({ flags }: Invocation): string {
  const [username, password, email, server] = ['docker-username', 'docker-password', 'docker-email', 'docker-server'].map((name) => flags.text(name));
  if (!username || !password || !server) throw new CommandError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required');
  const auth = encodeBase64(encodeUtf8(`${username}:${password}`));
  return printJson({ auths: { [server]: { username, password, ...(email && { email }), auth } } });
}

const tls: Verb = {
  name: 'tls',
  summary: 'Create a TLS secret',
  usage: 'create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    generatorNameFlag,
    appendHashFlag,
    { name: 'cert', type: 'string', usage: 'The file with the certificate.' },
    { name: 'key', type: 'string', usage: 'The file with its key.' },
  ],
  *run(k) {
    const name = oneName(k);
    demandFlags(k, ['cert', 'key']);
    const [cert, key] = [k.flags.text('cert'), k.flags.text('key')];
    if (key === '' || cert === '') throw new CommandError('key and cert must be specified');
    const data = new Map([['tls.crt', pemOf(k, cert, 'certificate')], ['tls.key', pemOf(k, key, 'key')]]);
    yield* send(k, name, data, 'kubernetes.io/tls');
  },
};

function pemOf({ p, release }: Invocation, path: string, what: string): string {
  let content: string;
  try {
    content = p.files.readText(path);
  } catch (error) {
    throw error instanceof FileError ? new CommandError(`Cannot read file ${path}, ${goFileWords(error)}`) : error;
  }
  if (!content.includes('-----BEGIN ')) throw new CommandError(`${release.minor < optionsSince ? 'failed to load key pair ' : ''}tls: failed to find any PEM data in ${what} input`);
  return content;
}

export const generateSecret: Verb = {
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  usage: 'create secret (docker-registry | generic | tls)',
  verbs: [dockerRegistry, generic, tls],
};

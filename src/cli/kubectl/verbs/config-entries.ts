/** The verbs of `kubectl config` that deal with clusters and users. */
import { encodeBase64, type Json } from '../../../base/index.ts';
import { FileError } from '../../../files/index.ts';
import { goFileWords } from '../command/error-words.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { defaultFile, dropEntry, putEntry } from '../config/edit-kubeconfig.ts';
import { fileFields, type Section } from '../config/kubeconfig.ts';
import { absolute } from '../command/paths.ts';
import { credentialProgramFlags, putCredentialProgram } from './credential-program.ts';
import { entryToDelete, oneArgument } from './config-contexts.ts';

interface EntryVerb {
  readonly name: string;
  readonly section: Section;
  readonly word: string; // "Cluster"
  readonly summary: string;
  readonly usage: string;
  readonly fields: readonly string[]; // by flags that every command line knows, or these
  readonly flags: readonly FlagSpec[];
}

/** The first client that says that a name is empty; older ones just fail. */
const saysEmptySince = 21;
const embedFlag: FlagSpec = { name: 'embed-certs', type: 'bool', initial: 'false', usage: 'Put the files themselves in, not their paths.' };

function setVerb({ name, section, word, summary, usage, fields, flags }: EntryVerb): Verb {
  return {
    name,
    summary,
    usage,
    completes: section === 'clusters' ? 'clusters' : 'users',
    flags,
    *run(k) {
      const entry = oneArgument(k, section === 'users' ? 'unexpected args' : 'Unexpected args', k.release.minor >= saysEmptySince);
      refuseTogether(k);
      if (entry === '') throw new CommandError(`you must specify a non-empty ${word.toLowerCase()} name`);
      const settings: Record<string, Json> = { ...k.kubeconfig.entries[section].get(entry)?.settings };
      for (const field of fields) {
        if (!k.flags.has(field)) continue;
        if (k.flags.text(field) === '') delete settings[field];
        else if (fileFields.includes(field)) putFile(k, settings, field, k.kubeconfig.entries[section].get(entry)?.file ?? defaultFile(k.p, k.kubeconfig));
        else settings[field] = field === 'insecure-skip-tls-verify' ? k.flags.bool(field) : k.flags.text(field);
      }
      dropWhatGoesNot(k, settings);
      if (section === 'users') putCredentialProgram(k.flags, settings);
      putEntry(k.p, k.kubeconfig, section, entry, settings);
      yield* k.print(`${word} ${JSON.stringify(entry)} set.\n`);
    },
  };
}

/** What is set last is the one way: to trust, and to say who one is. */
function dropWhatGoesNot({ flags }: Invocation, settings: Record<string, Json>): void {
  if (flags.bool('insecure-skip-tls-verify')) for (const field of ['certificate-authority', 'certificate-authority-data']) delete settings[field];
  else if (flags.text('certificate-authority') !== '') delete settings['insecure-skip-tls-verify'];
  if (flags.text('token') !== '') for (const field of ['username', 'password']) delete settings[field];
  else if (flags.text('username') !== '' || flags.text('password') !== '') delete settings['token'];
}

/** Whom to trust, and who one is, each in one way. */
function refuseTogether({ flags }: Invocation): void {
  if (flags.bool('insecure-skip-tls-verify') && flags.text('certificate-authority') !== '') throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
  if (flags.text('token') !== '' && (flags.text('username') !== '' || flags.text('password') !== '')) {
    throw new CommandError('you cannot specify more than one authentication method at the same time: --token, --username/--password');
  }
}

/** A file's path, from the kubeconfig's own folder where it is in there; or what is in it. */
function putFile({ p, flags }: Invocation, settings: Record<string, Json>, field: string, kubeconfig: string): void {
  const data = `${field}-data`;
  const [given, embeds] = [flags.text(field), flags.bool('embed-certs')];
  delete settings[embeds ? field : data];
  if (!embeds) {
    const [whole, folder] = [absolute(p, given), absolute(p, `${kubeconfig}/..`)];
    settings[field] = whole.startsWith(`${folder}/`) ? whole.slice(folder.length + 1) : whole;
    return;
  }
  try {
    settings[data] = encodeBase64(p.files.readFile(given));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`could not stat ${field} file ${given}: ${goFileWords(error, 'stat')}`);
  }
}

function listVerb(name: string, section: Section, summary: string): Verb {
  return {
    name,
    summary,
    usage: `config ${name}`,
    completes: 'none',
    *run(k) {
      const names = [...k.kubeconfig.entries[section].keys()].sort();
      yield* k.print(`NAME\n${names.map((entry) => `${entry}\n`).join('')}`);
    },
  };
}

function deleteVerb(name: string, section: Section, word: string, summary: string): Verb {
  return {
    name,
    summary,
    usage: `config ${name} NAME`,
    completes: section === 'clusters' ? 'clusters' : 'users',
    *run(k) {
      if (section === 'users' && k.args.length === 0) throw k.usageError('user to delete is required');
      const entry = yield* entryToDelete(k);
      if (entry === undefined) return;
      const file = dropEntry(k.p, k.kubeconfig, section, entry);
      if (file === undefined) throw new CommandError(`cannot delete ${word} ${entry}, not in ${k.kubeconfig.defaultFile}`);
      yield* k.print(`deleted ${word} ${entry} from ${file}\n`);
    },
  };
}

export const setClusterVerb = setVerb({
  name: 'set-cluster',
  section: 'clusters',
  word: 'Cluster',
  summary: 'Set a cluster entry in kubeconfig',
  usage: 'config set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  fields: ['certificate-authority', 'insecure-skip-tls-verify', 'proxy-url', 'server', 'tls-server-name'],
  flags: [embedFlag, { name: 'proxy-url', type: 'string', usage: 'The proxy that leads to it.', since: 24 }],
});

export const setCredentialsVerb = setVerb({
  name: 'set-credentials',
  section: 'users',
  word: 'User',
  summary: 'Set a user entry in kubeconfig',
  usage: 'config set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  flags: [embedFlag, ...credentialProgramFlags],
  fields: ['client-certificate', 'client-key', 'password', 'token', 'username'],
});

export const getClustersVerb = listVerb('get-clusters', 'clusters', 'Display clusters defined in the kubeconfig');
export const getUsersVerb = listVerb('get-users', 'users', 'Display users defined in the kubeconfig');
export const deleteClusterVerb = deleteVerb('delete-cluster', 'clusters', 'cluster', 'Delete the specified cluster from the kubeconfig');
export const deleteUserVerb = deleteVerb('delete-user', 'users', 'user', 'Delete the specified user from the kubeconfig');

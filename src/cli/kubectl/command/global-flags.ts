/** Flags that every verb takes: which cluster, as whom, in which namespace. */
import type { FlagSpec } from './flag.ts';

export const globalFlags: readonly FlagSpec[] = [
  { name: 'as', type: 'string', usage: 'Act as this user: somebody, or a service account of a namespace.' },
  { name: 'as-group', type: 'array', usage: 'Act as a member of this group; may be given several times.' },
  { name: 'as-uid', type: 'string', usage: 'Act with this UID.', since: 23 },
  { name: 'as-user-extra', type: 'array', usage: 'Extra attributes of the user to act as; may be given several times.', since: 34 },
  { name: 'cache-dir', type: 'string', initial: '$HOME/.kube/cache', usage: 'Where discovery may be cached.' },
  { name: 'certificate-authority', type: 'string', usage: 'A file with the certificate of the authority.' },
  { name: 'client-certificate', type: 'string', usage: 'A file with a client certificate for TLS.' },
  { name: 'client-key', type: 'string', usage: 'A file with a client key for TLS.' },
  { name: 'cluster', type: 'string', usage: 'The cluster of the kubeconfig to use.' },
  { name: 'context', type: 'string', usage: 'The context of the kubeconfig to use.' },
  { name: 'disable-compression', type: 'bool', initial: 'false', usage: 'Do not ask for compressed answers.', since: 24 },
  { name: 'insecure-skip-tls-verify', type: 'bool', initial: 'false', usage: "Do not check the server's certificate." },
  { name: 'kubeconfig', type: 'string', usage: 'The kubeconfig file to use for this command.' },
  { name: 'kuberc', type: 'string', usage: 'A file of preferences.', since: 33 },
  { name: 'log-flush-frequency', type: 'duration', initial: '5s', usage: 'How long log lines may wait at most.' },
  { name: 'match-server-version', type: 'bool', initial: 'false', usage: "Demand that the server's version is the client's." },
  { name: 'namespace', short: 'n', type: 'string', usage: 'The namespace of this command.' },
  { name: 'password', type: 'string', usage: 'Password for basic authentication to the server.' },
  { name: 'profile', type: 'string', initial: 'none', usage: 'A profile to take: none, cpu, heap, goroutine, threadcreate, block or mutex.' },
  { name: 'profile-output', type: 'string', initial: 'profile.pprof', usage: 'The file to write the profile to.' },
  { name: 'request-timeout', type: 'string', initial: '0', usage: 'How long to wait for one request before giving up, with a unit (1s, 2m, 3h); 0 waits for ever.' },
  { name: 'server', short: 's', type: 'string', usage: 'The address and port of the API server.' },
  { name: 'tls-server-name', type: 'string', usage: "The name to look for in the server's certificate." },
  { name: 'token', type: 'string', usage: 'Bearer token for authentication to the server.' },
  { name: 'user', type: 'string', usage: 'The user of the kubeconfig to use.' },
  { name: 'username', type: 'string', usage: 'Name for basic authentication to the server.' },
  { name: 'v', short: 'v', type: 'int', initial: '0', usage: 'How much to log.' },
  { name: 'vmodule', type: 'string', usage: 'How much to log by file, as pattern=N,….' },
  { name: 'warnings-as-errors', type: 'bool', initial: 'false', usage: 'Fail when the server warns.' },
];

export const helpFlag: FlagSpec = { name: 'help', short: 'h', type: 'bool', initial: 'false', usage: 'Help for this command.', hidden: true };

/** What is wrong with a cluster's or a user's settings before anybody is dialled. */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, text } from '../objects/member.ts';
import { withLocalFiles, type Entry } from './kubeconfig.ts';

export function refuseUnusable(p: Process, cluster: Entry | undefined, user: Entry | undefined, userName: string): void {
  const errors = [...(user ? userErrors(p, user, userName) : []), ...(cluster ? unreadable(p, cluster, cluster.name, { 'certificate-authority': 'certificate-authority' }) : [])];
  if (errors.length === 1) throw new CommandError(errors[0]!);
  if (errors.length > 1) throw new CommandError(`Error in configuration: \n${errors.map((error) => `* ${error}`).join('\n')}`, { isBare: true });
}

function userErrors(p: Process, user: Entry, name: string): readonly string[] {
  const given = (field: string): boolean => text(user.settings, field) !== '';
  const showsCertificate = given('client-certificate') || given('client-certificate-data');
  const hasKey = given('client-key') || given('client-key-data');
  return [
    ...(showsCertificate && !hasKey ? [`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`] : []),
    ...(showsCertificate ? unreadable(p, user, name, { 'client-certificate': 'client-cert', 'client-key': 'client-key' }) : []),
    ...programErrors(user, name),
  ];
}

function programErrors({ settings }: Entry, name: string): readonly string[] {
  if (settings.exec === undefined || settings.exec === null) return [];
  const [command, version] = [text(settings, 'exec', 'command'), text(settings, 'exec', 'apiVersion')];
  const must = (field: string): string => `${field} must be specified for ${name} to use exec authentication plugin`;
  const mode = text(settings, 'exec', 'interactiveMode') || (/v1(alpha|beta)1$/.test(version) ? 'IfAvailable' : '');
  const nameless = list(settings, 'exec', 'env').filter((each) => text(each, 'name') === '').map(() => `env variable name must be specified for ${name} to use exec authentication plugin`);
  return [...(command === '' ? [must('command')] : []), ...(version === '' ? [must('apiVersion')] : []), ...nameless, ...(mode === '' ? [must('interactiveMode')] : [])];
}

/** A program that gives credentials is asked when something is sent over TLS; here is none. */
export function refuseProgram(user: Entry | undefined, url: string): void {
  const command = text(user?.settings, 'exec', 'command');
  if (command === '' || !url.startsWith('https:') || text(user?.settings, 'token') !== '') return;
  const why = command.includes('/') ? `fork/exec ${command}: no such file or directory` : `executable ${command} not found`;
  throw new CommandError(`Unable to connect to the server: getting credentials: exec: ${why}

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins`, { isBare: true });
}

/** Files that cannot be opened, by the word for each; one whose bytes are there too is not looked at. */
function unreadable(p: Process, entry: Entry, name: string, words: Readonly<Record<string, string>>): readonly string[] {
  const settings = withLocalFiles(p, entry);
  return Object.entries(words).flatMap(([field, word]) => {
    const path = text(settings, field);
    return path === '' || text(settings, `${field}-data`) !== '' || p.files.exists(path) ? [] : [`unable to read ${word} ${path} for ${name} due to open ${path}: no such file or directory`];
  });
}

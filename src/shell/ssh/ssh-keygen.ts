/** ssh-keygen: makes keys, tells what a key is known by, and looks into the lists of known machines. */
import { decodeBase64, readSshPrivate, sshFingerprint, sshKeyOf, sshPrivateText, sshPublicLine } from '../../base/index.ts';
import { read, write } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { isOf, linesOf } from './known-hosts.ts';
import { randomArt } from './random-art.ts';

const FAILED = 255;

export const sshKeygen: Tool = {
  usage: '[-q] [-C comment] [-f output_keyfile] [-N new_passphrase] [-t ed25519]',
  usageCode: 1,
  options: { flags: 'qylvBc', values: 'tfNCbFRaP' },
  *run(call) {
    const { p, options } = call;
    const home = p.env.get('HOME') ?? '/';
    const own = `${home}/.ssh/id_ed25519`;
    if (options.has('R')) return yield* removeKnown(call, options.value('f') ?? `${home}/.ssh/known_hosts`, options.value('R')!);
    if (options.has('F')) return yield* findKnown(call, options.value('f') ?? `${home}/.ssh/known_hosts`, options.value('F')!);
    if (options.has('l')) return yield* tell(call, options.value('f') ?? own);
    if (options.has('y')) return yield* publicHalf(call, options.value('f') ?? own);
    return yield* make(call, own);
  },
};

function* said(text: string): ToolRun {
  yield write(2, text);
  return FAILED;
}

function* make(call: ToolCall, own: string): ToolRun {
  const { p, options } = call;
  const type = options.value('t') ?? 'ed25519';
  if (['rsa', 'ecdsa', 'dsa', 'ecdsa-sk', 'ed25519-sk'].includes(type)) return yield* said(`ssh-keygen: keys of this world are of type ed25519, not ${type}\n`);
  if (type !== 'ed25519') return yield* said(`unknown key type ${type}\n`);
  const quiet = options.has('q');
  if (!quiet) yield* print('Generating public/private ed25519 key pair.\n');
  let path = options.value('f');
  if (path === undefined) {
    yield* print(`Enter file in which to save the key (${own}): `);
    path = (yield* line()) || own;
  }
  if (p.files.exists(path)) {
    yield* print(`${path} already exists.\nOverwrite (y/n)? `);
    if (!/^y/i.test(yield* line())) return 1;
  }
  if (!options.has('N')) {
    yield* print('Enter passphrase (empty for no passphrase): ');
    const phrase = yield* line();
    yield* print('Enter same passphrase again: ');
    if (phrase !== (yield* line())) return yield* said('Passphrases do not match.  Try again.\n');
    if (phrase !== '') return yield* said('ssh-keygen: keys of this world have no passphrase\n');
  } else if (options.value('N') !== '') return yield* said('ssh-keygen: keys of this world have no passphrase\n');
  const comment = options.value('C') ?? `${userName(p.files, p.uid)}@${p.namespaces.uts.hostname}`;
  const key = sshKeyOf(Uint8Array.from({ length: 32 }, () => p.random.next() >>> 24), comment);
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : '.';
  const written = tried(() => {
    if (folder === own.slice(0, own.lastIndexOf('/')) && !p.files.exists(folder)) p.files.mkdir(folder, { mode: 0o700 });
    for (const one of [path, `${path}.pub`]) if (p.files.exists(one)) p.files.unlink(one);
    p.files.writeFile(path, sshPrivateText(key, p.random.next()), { mode: 0o600 });
    p.files.writeFile(`${path}.pub`, sshPublicLine(key), { mode: 0o644 });
  });
  if ('error' in written) return yield* said(`Saving key "${path}" failed: ${reason(written.error)}\n`);
  if (!quiet) yield* print(`Your identification has been saved in ${path}\nYour public key has been saved in ${path}.pub\nThe key fingerprint is:\n${sshFingerprint(key.blob)} ${comment}\nThe key's randomart image is:\n${randomArt(key.blob)}`);
  return 0;
}

function* line(): ToolRun<string> {
  const bytes: Uint8Array | null = yield read(0);
  return bytes === null ? '' : String.fromCharCode(...bytes).replace(/\n.*$/s, '');
}

/** Of a public file, or of a private one. */
function* tell(call: ToolCall, path: string): ToolRun {
  const text = tried(() => call.p.files.readText(path));
  if ('error' in text) return yield* said(`${path}: ${reason(text.error)}\n`);
  const key = readSshPrivate(text.value);
  const lines = key ? [{ blob: key.blob, comment: key.comment }] : text.value.split('\n').flatMap(publicIn);
  if (lines.length === 0) return yield* said(`${path} is not a public key file.\n`);
  yield* print(lines.map(({ blob, comment }) => `256 ${sshFingerprint(blob)} ${comment || 'no comment'} (ED25519)\n${call.options.has('v') ? randomArt(blob) : ''}`).join(''));
  return 0;
}

/** A line of a public file or of a list of known machines. */
function publicIn(text: string): { readonly blob: Uint8Array; readonly comment: string }[] {
  const match = /^(?:(\S+) )?ssh-ed25519 (\S+)(?: (.*))?$/.exec(text);
  const decoded = match ? decodeBase64(match[2]!) : undefined;
  return decoded && 'bytes' in decoded ? [{ blob: decoded.bytes, comment: match![3] ?? match![1] ?? '' }] : [];
}

function* publicHalf(call: ToolCall, path: string): ToolRun {
  const text = tried(() => call.p.files.readText(path));
  if ('error' in text) return yield* said(`${path}: ${reason(text.error)}\n`);
  const key = readSshPrivate(text.value);
  if (!key) return yield* said(`Load key "${path}": error in libcrypto\n`);
  yield* print(sshPublicLine(key));
  return 0;
}

function* findKnown({ p }: ToolCall, path: string, name: string): ToolRun {
  const found = linesOf(p.files, path).flatMap((text, i) => (isOf(text, name) ? [`# Host ${name} found: line ${i + 1}\n${text}\n`] : []));
  yield* print(found.join(''));
  return found.length > 0 ? 0 : 1;
}

function* removeKnown(call: ToolCall, path: string, name: string): ToolRun {
  const { files } = call.p;
  if (!files.exists(path)) return yield* complain(call, `Cannot stat ${path}: No such file or directory`, FAILED);
  const lines = linesOf(files, path);
  const at = lines.findIndex((text) => isOf(text, name));
  if (at < 0) return yield* said(`Host ${name} not found in ${path}\n`);
  const old = files.readText(path);
  files.writeFile(`${path}.old`, old, { mode: 0o600 });
  files.writeFile(path, lines.filter((text) => !isOf(text, name)).map((text) => `${text}\n`).join(''));
  yield* print(`# Host ${name} found: line ${at + 1}\n${path} updated.\nOriginal contents retained as ${path}.old\n`);
  return 0;
}

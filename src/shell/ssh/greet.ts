/** The client's first look at a machine: whether it proves its key, and whether that key is the one that is known of it. */
import { encodeBase64, SSH_KEY_TYPE, sshFingerprint, type FrameReader } from '../../base/index.ts';
import { read, TtyFile, write, type OpenFile, type Process } from '../../host/index.ts';
import { tried, type ToolRun } from '../tool/tool.ts';
import { framed } from './identity.ts';
import { addKnownHost, nameAt, SYSTEM_KNOWN_HOSTS, verdictOn } from './known-hosts.ts';
import { ready, type Outbox } from './outbox.ts';
import { holds, nonceOf, sessionId } from './proof.ts';
import { bytesIn, heardNotice, said } from './wire.ts';

export interface Greeting {
  readonly p: Process;
  readonly host: string; // as it was named
  readonly address: string; // where it was found
  readonly port: number;
  /** yes, no, ask or accept-new */
  readonly checking: string;
  readonly knownHosts: string; // the user's own list
  readonly quiet: boolean;
  readonly debug: (text: string) => ToolRun<void>;
}

/** The session's id; undefined when it is not to go on: the reason has been said. */
export function* greet(greeting: Greeting, socket: OpenFile, out: Outbox, reader: FrameReader): ToolRun<Uint8Array | undefined> {
  const { p, address, port } = greeting;
  const nonce = nonceOf(p.random);
  out.push(said({ nonce: encodeBase64(nonce) }));
  const answer = yield* firstNotice(socket, out, reader);
  if (!answer) {
    yield write(2, `kex_exchange_identification: Connection closed by remote host\nConnection closed by ${address} port ${port}\n`);
    return undefined;
  }
  const key = bytesIn(answer.hostKey);
  const session = sessionId(nonce, bytesIn(answer.nonce), key);
  yield* greeting.debug(`Server host key: ${SSH_KEY_TYPE} ${sshFingerprint(key)}`);
  if (!holds(key, session, bytesIn(answer.signature))) {
    yield write(2, `ssh_dispatch_run_fatal: Connection to ${address} port ${port}: incorrect signature\n`);
    return undefined;
  }
  return (yield* isTrusted(greeting, key)) ? session : undefined;
}

function* firstNotice(socket: OpenFile, out: Outbox, reader: FrameReader): ToolRun<{ readonly hostKey: string; readonly nonce: string; readonly signature: string } | undefined> {
  for (;;) {
    yield* ready([socket], [out]);
    out.flush();
    if (!socket.readable) continue;
    const got = tried(() => socket.read(65_536));
    if ('error' in got || got.value === null) return undefined;
    for (const { payload } of reader.push(got.value ?? new Uint8Array(0))) {
      const notice = heardNotice(payload);
      return notice && 'hostKey' in notice ? notice : undefined;
    }
  }
}

function* isTrusted(greeting: Greeting, key: Uint8Array): ToolRun<boolean> {
  const { p, host, port, checking, knownHosts, debug } = greeting;
  const name = nameAt(host, port);
  const verdict = verdictOn(p.files, [knownHosts, SYSTEM_KNOWN_HOSTS], name, key);
  if (verdict.is === 'known') {
    yield* debug(`Host '${name}' is known and matches the ED25519 host key.`);
    yield* debug(`Found key in ${verdict.path}:${verdict.line}`);
    return true;
  }
  if (verdict.is === 'changed') {
    yield write(2, changedText(key, knownHosts, verdict, name));
    if (checking === 'no') return true;
    yield write(2, `Host key for ${name} has changed and you have requested strict checking.\nHost key verification failed.\n`);
    return false;
  }
  if (checking === 'yes') {
    yield write(2, `No ED25519 host key is known for ${name} and you have requested strict checking.\nHost key verification failed.\n`);
    return false;
  }
  if (checking === 'ask' && !(yield* confirmed(greeting, key))) {
    yield write(2, 'Host key verification failed.\n');
    return false;
  }
  const failed = tried(() => addKnownHost(p.files, knownHosts, `${name} ${SSH_KEY_TYPE} ${encodeBase64(key)}`));
  if ('error' in failed) yield write(2, `Failed to add the host to the list of known hosts (${knownHosts}).\n`);
  else if (!greeting.quiet) yield write(2, `Warning: Permanently added '${name}' (ED25519) to the list of known hosts.\n`);
  return true;
}

/** Only somebody at a terminal can be asked. */
function* confirmed({ p, host, address, port }: Greeting, key: Uint8Array): ToolRun<boolean> {
  if (!(p.fds.get(0) instanceof TtyFile)) return false;
  const name = nameAt(host, port);
  yield write(2, `The authenticity of host '${name}${address === host ? '' : ` (${address})`}' can't be established.\nED25519 key fingerprint is ${sshFingerprint(key)}.\nThis key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? `);
  for (;;) {
    const bytes: Uint8Array | null = yield read(0);
    if (bytes === null) return false;
    const answer = String.fromCharCode(...bytes).trim();
    if (answer === 'yes' || answer === sshFingerprint(key)) return true;
    if (answer === 'no') return false;
    yield write(2, "Please type 'yes', 'no' or the fingerprint: ");
  }
}

function changedText(key: Uint8Array, knownHosts: string, { path, line }: { readonly path: string; readonly line: number }, name: string): string {
  return `${framed('WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!')}IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\nSomeone could be eavesdropping on you right now (man-in-the-middle attack)!\nIt is also possible that a host key has just been changed.\nThe fingerprint for the ED25519 key sent by the remote host is\n${sshFingerprint(key)}.\nPlease contact your system administrator.\nAdd correct host key in ${knownHosts} to get rid of this message.\nOffending ED25519 key in ${path}:${line}\n  remove with:\n  ssh-keygen -f '${path}' -R '${name}'\n`;
}

/** openssl: keys, requests for certificates, certificates and hashes, as far as clusters and their users need them. */
import { bytesOfPem, bytesToHex, decodeUtf8, distrust, encodeUtf8, makeCertificateRequest, makePrivateKey, pemOf, publicKeyOfPrivate, publicKeyPem, readCertificate, readCertificateRequest, selfSigned, sha256Bytes, signRequest, subjectOf, subjectText, type Certificate } from '../../base/index.ts';
import { write, type Process, type Program } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { readAll } from '../tool/inputs.ts';
import { verdictOf } from '../tool/tls-verdict.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';

const dayMs = 86_400_000;
const LARGEST_INT = 2 ** 31 - 1;
const RANDOM_BYTES = 65_536; // drawn at a time
const valued = new Set(['out', 'in', 'key', 'keyout', 'newkey', 'subj', 'CA', 'CAkey', 'CAserial', 'days', 'set_serial', 'inform', 'outform', 'addext', 'extfile', 'extensions', 'config', 'CAfile']);

/** `-name value` and `-name`, then what stands alone. */
interface Given {
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

class Refusal extends Error {
  override name = 'Refusal';
}

type Command = (p: Process, given: Given) => ToolRun<void>;

function given(args: readonly string[]): Given {
  const options = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const name = /^-(.+)$/.exec(args[i]!)?.[1];
    if (name === undefined) operands.push(args[i]!);
    else options.set(name, valued.has(name) ? (args[++i] ?? '') : '');
  }
  return { options, operands };
}

function* input(p: Process, path: string | undefined, what: string): ToolRun<string> {
  if (path === undefined) return decodeUtf8(yield* readAll(0));
  const text = tried(() => p.files.readText(path));
  if ('error' in text) throw new Refusal(`Could not open file or uri for loading ${what} from ${path}: ${reason(text.error)}`);
  return text.value;
}

function* output(p: Process, { options }: Given, bytes: string | Uint8Array, name = 'out', isPrivate = false): ToolRun<void> {
  const path = options.get(name);
  if (path === undefined) {
    yield write(1, bytes);
    return;
  }
  const done = tried(() => p.files.writeFile(path, bytes, isPrivate ? { mode: 0o600 } : {}));
  if ('error' in done) throw new Refusal(`Can't open "${path}" for writing, ${reason(done.error)}`);
}

function keyDrawn(p: Process): string {
  return makePrivateKey(Array.from({ length: 4 }, () => p.random.next()).join(' '));
}

function subjectGiven(text: string): Uint8Array {
  const parts = text.split('/').filter(Boolean).map((part): [string, string] => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]);
  const subject = text.startsWith('/') ? subjectOf(parts) : undefined;
  if (subject === undefined) throw new Refusal(`req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: '${text}'`);
  return subject;
}

function demandKey(text: string, path: string | undefined): Uint8Array {
  const key = publicKeyOfPrivate(text);
  if (!key) throw new Refusal(`Could not find private key from ${path ?? '<stdin>'}`);
  return key;
}

function* req(p: Process, call: Given): ToolRun<void> {
  const { options } = call;
  const isNew = options.has('new') || options.has('newkey');
  let pem: string;
  if (isNew) {
    const path = options.get('key');
    const key = options.has('newkey') ? keyDrawn(p) : yield* input(p, path, 'private key');
    if (options.has('newkey')) yield* output(p, { ...call, options: new Map([['out', options.get('keyout') ?? 'privkey.pem']]) }, key, 'out', true);
    if (!options.has('subj')) throw new Refusal('No template, please set one up.\nproblems making Certificate Request'); // it would ask, line by line
    pem = makeCertificateRequest(subjectGiven(options.get('subj')!), demandKey(key, path));
  } else pem = yield* input(p, options.get('in'), 'certificate request');
  const request = readCertificateRequest(pem);
  if (!request) throw new Refusal('Unable to load X509 request');
  if (options.has('x509')) return yield* output(p, call, selfSigned(request, p.host.wallMs, p.host.wallMs + Number(options.get('days') ?? 30) * dayMs));
  if (options.has('text')) yield write(1, `Certificate Request:\n    Data:\n        Version: 1 (0x0)\n        Subject: ${subjectText(request.subject)}\n        Subject Public Key Info:\n            Public Key Algorithm: rsaEncryption\n                Public-Key: (2048 bit)\n`);
  if (options.has('subject')) yield write(1, `subject=${subjectText(request.subject)}\n`);
  if (!options.has('noout')) yield* output(p, call, pem);
}

function* x509(p: Process, call: Given): ToolRun<void> {
  const { options } = call;
  const pem = options.has('req') ? yield* signed(p, call) : yield* input(p, options.get('in'), 'certificate');
  const certificate = readCertificate(pem);
  if (!certificate) throw new Refusal(`Could not find certificate from ${options.get('in') ?? '<stdin>'}`);
  const { subject, issuer, notBeforeMs, notAfterMs, publicKeyInfo } = certificate;
  const shown: Readonly<Record<string, string>> = {
    text: `Certificate:\n    Data:\n        Version: 3 (0x2)\n        Signature Algorithm: sha256WithRSAEncryption\n        Issuer: CN = ${issuer}\n        Validity\n            Not Before: ${opensslTime(notBeforeMs)}\n            Not After : ${opensslTime(notAfterMs)}\n        Subject: ${subjectText(subject)}\n        Subject Public Key Info:\n            Public Key Algorithm: rsaEncryption\n                Public-Key: (2048 bit)\n${extensionsText(certificate)}`,
    subject: `subject=${subjectText(subject)}\n`,
    issuer: `issuer=CN = ${issuer}\n`,
    dates: `notBefore=${opensslTime(notBeforeMs)}\nnotAfter=${opensslTime(notAfterMs)}\n`,
    startdate: `notBefore=${opensslTime(notBeforeMs)}\n`,
    enddate: `notAfter=${opensslTime(notAfterMs)}\n`,
    fingerprint: `sha256 Fingerprint=${bytesToHex(sha256Bytes(bytesOfPem(pem, 'CERTIFICATE')!)).toUpperCase().replace(/..(?!$)/g, '$&:')}\n`,
    pubkey: publicKeyPem(publicKeyInfo),
  };
  for (const name of options.keys()) if (shown[name] !== undefined) yield write(1, shown[name]);
  if (!options.has('noout')) yield* output(p, call, pem);
}

function extensionsText({ isAuthority, names }: Certificate): string {
  const hosts = names.map((name) => (/^[\d.]+$/.test(name) ? `IP Address:${name}` : `DNS:${name}`));
  const alternatives = hosts.length === 0 ? '' : `            X509v3 Subject Alternative Name: \n                ${hosts.join(', ')}\n`;
  return `        X509v3 extensions:\n            X509v3 Basic Constraints: \n                CA:${isAuthority ? 'TRUE' : 'FALSE'}\n${alternatives}    Signature Algorithm: sha256WithRSAEncryption\n`;
}

/** One after the other, against the authorities of -CAfile. */
function* verify(p: Process, { options, operands }: Given): ToolRun<void> {
  const authorities = options.has('CAfile') ? yield* input(p, options.get('CAfile'), 'CA certificates') : '';
  for (const path of operands) {
    const certificate = readCertificate(yield* input(p, path, 'certificate file'));
    if (!certificate) throw new Refusal(`Could not find certificate file from ${path}`);
    const wrong = distrust(certificate, authorities, p.host.wallMs);
    if (wrong === undefined) {
      yield write(1, `${path}: OK\n`);
      continue;
    }
    const { code, words } = verdictOf(certificate, wrong, p.host.wallMs);
    throw new Refusal(`${subjectText(certificate.subject)}\nerror ${code} at 0 depth lookup: ${words}\nerror ${path}: verification failed`);
  }
}

function* signed(p: Process, { options }: Given): ToolRun<string> {
  const request = readCertificateRequest(yield* input(p, options.get('in'), 'certificate request'));
  if (!request) throw new Refusal('Unable to load X509 request');
  const authority = yield* input(p, options.get('CA') ?? '', 'CA certificate');
  const key = yield* input(p, options.get('CAkey') ?? '', 'CA private key');
  if (!readCertificate(authority)) throw new Refusal(`Could not find CA certificate from ${options.get('CA') ?? ''}`);
  demandKey(key, options.get('CAkey'));
  const now = p.host.wallMs;
  const pem = signRequest(request, { certificate: authority, key }, now, now + Number(options.get('days') ?? 30) * dayMs);
  if (pem === undefined) throw new Refusal('CA certificate and CA private key do not match');
  yield write(2, `Certificate request self-signature ok\nsubject=${subjectText(request.subject)}\n`);
  return pem;
}

/** "Mar  2 09:00:00 2027 GMT" */
function opensslTime(ms: number): string {
  return formatDate('%b %e %H:%M:%S %Y GMT', ms);
}

function randomCount(text: string): number {
  const hint = 'rand: Use -help for summary.';
  if (!/^-?\d+$/.test(text)) throw new Refusal(`rand: Can't parse "${text}" as a number\n${hint}`);
  const count = Number(text);
  if (Math.abs(count) > LARGEST_INT) throw new Refusal(`rand: Value "${text}" outside integer range\n${hint}`);
  if (count <= 0) throw new Refusal(hint);
  return count;
}

function* publicKey(p: Process, call: Given): ToolRun<void> {
  const text = yield* input(p, call.options.get('in'), 'key');
  const bytes = call.options.has('pubin') ? bytesOfPem(text, 'PUBLIC KEY') : demandKey(text, call.options.get('in'));
  if (!bytes) throw new Refusal(`Could not find Public Key from ${call.options.get('in') ?? '<stdin>'}`);
  if (call.options.has('noout')) return;
  yield write(2, 'writing RSA key\n');
  const isPublic = call.options.has('pubin') || call.options.has('pubout');
  if (call.options.get('outform')?.toLowerCase() === 'der') yield* output(p, call, bytes);
  else yield* output(p, call, isPublic ? pemOf('PUBLIC KEY', bytes) : text);
}

function readable(p: Process, path: string): Uint8Array {
  const bytes = tried(() => p.files.readFile(path));
  if ('error' in bytes) throw new Refusal(`${path}: ${reason(bytes.error)}`);
  return bytes.value;
}

const commands: Readonly<Record<string, Command>> = {
  *genrsa(p, call) {
    yield* output(p, call, keyDrawn(p), 'out', true);
  },
  req,
  verify,
  x509,
  rsa: publicKey,
  pkey: publicKey,
  *dgst(p, { options, operands: [path] }) {
    const bytes = path === undefined ? yield* readAll(0) : readable(p, path);
    if (!options.has('sha256') && [...options.keys()].some((name) => /^(?:sha|md)/.test(name))) throw new Refusal('dgst: only sha256 is here');
    yield write(1, `SHA2-256(${path ?? 'stdin'})= ${bytesToHex(sha256Bytes(bytes))}\n`);
  },
  *rand(p, { options, operands: [count = '16'] }) {
    for (let left = randomCount(count); left > 0; left -= RANDOM_BYTES) {
      const bytes = Uint8Array.from({ length: Math.min(left, RANDOM_BYTES) }, () => p.random.below(256));
      yield write(1, options.has('hex') ? bytesToHex(bytes) : bytes);
    }
    if (options.has('hex')) yield write(1, '\n');
  },
  *version() {
    yield write(1, encodeUtf8('OpenSSL 3.0.13 30 Jan 2024 (Library: OpenSSL 3.0.13 30 Jan 2024)\n'));
  },
};

export const openssl: Program = function* openssl(p) {
  const [name = 'help', ...args] = p.argv.slice(1);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    yield write(2, `Invalid command '${name}'; type "help" for a list.\n`);
    return 1;
  }
  try {
    yield* command(p, given(args));
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield write(2, `${error.message}\n`);
    return 1;
  }
};

/** md5sum, sha256sum, b2sum and their like: digests of files, and -c to check them. */
import { createHasher, type Algorithm, type Hasher } from '../../base/index.ts';
import { ByteReader, eachInput, readAllLines } from './inputs.ts';
import { complain, plural, print, reason, tried, type Tool, type ToolCall, type ToolRun } from './tool.ts';

const hexDigits: Readonly<Record<Algorithm, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 };

interface Digest {
  readonly title: string; // in lines of --tag, and in complaints
  readonly digits: number;
  readonly make: () => Hasher;
}

export function checksum(algorithm: Algorithm): Tool {
  return digestTool({ title: algorithm.toUpperCase(), digits: hexDigits[algorithm], make: () => createHasher(algorithm) });
}

export function digestTool(algorithm: Digest): Tool {
  return {
    usage: '[OPTION]... [FILE]...',
    options: { flags: 'bctwz', long: { check: 'c', binary: 'b', text: 't', quiet: 'quiet', status: 'status', tag: 'tag', strict: 'strict', 'ignore-missing': 'ignore-missing', warn: 'w', zero: 'z' } },
    *run(call) {
      if (call.options.has('c')) return yield* check(call, algorithm);
      const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
        const digest = yield* digestOf(algorithm, fd);
        yield* print(call.options.has('tag') ? `${algorithm.title} (${name}) = ${digest}\n` : `${digest} ${call.options.has('b') ? '*' : ' '}${name}${call.options.has('z') ? '\0' : '\n'}`);
      });
      return good ? 0 : 1;
    },
  };
}

function* digestOf(algorithm: Digest, fd: number): ToolRun<string> {
  const hasher = algorithm.make();
  const reader = new ByteReader(fd);
  for (;;) {
    const chunk = yield* reader.next();
    if (chunk === null) return hasher.hex();
    hasher.update(chunk);
  }
}

function* check(call: ToolCall, algorithm: Digest): ToolRun {
  let failed = 0;
  let unread = 0;
  let wrong = 0;
  let verified = 0;
  let empty = false;
  const good = yield* eachInput(call, call.operands, function* ({ name: list, fd }) {
    let proper = 0;
    for (const [at, line] of (yield* readAllLines(fd)).entries()) {
      const tagged = /^(\w+) \((.+)\) = ([0-9a-fA-F]+)$/.exec(line);
      const match = tagged?.[1] === algorithm.title ? [line, tagged[3]!, tagged[2]!] : /^([0-9a-fA-F]+) [ *](.+)$/.exec(line);
      if (!match || match[1]!.length !== algorithm.digits) {
        if (call.options.has('w')) yield* complain(call, `${list}: ${at + 1}: improperly formatted ${algorithm.title} checksum line`);
        wrong++;
        continue;
      }
      proper++;
      const name = match[2]!;
      const opened = tried(() => call.p.open(name));
      if ('error' in opened) {
        if (call.options.has('ignore-missing') && reason(opened.error) === 'No such file or directory') continue;
        unread++;
        yield* complain(call, `${name}: ${reason(opened.error)}`);
        yield* print(`${name}: FAILED open or read\n`);
        continue;
      }
      const same = (yield* digestOf(algorithm, opened.value)) === match[1]!.toLowerCase();
      call.p.close(opened.value);
      verified++;
      if (!same) failed++;
      if (!call.options.has('status') && !(same && call.options.has('quiet'))) yield* print(`${name}: ${same ? 'OK' : 'FAILED'}\n`);
    }
    if (proper > 0) return;
    empty = true;
    yield* complain(call, `${list}: no properly formatted checksum lines found`);
  });
  if (empty) return 1;
  if (wrong > 0) yield* complain(call, `WARNING: ${wrong} ${plural(wrong, 'line')} ${wrong === 1 ? 'is' : 'are'} improperly formatted`);
  if (unread > 0) yield* complain(call, `WARNING: ${unread} listed ${plural(unread, 'file')} could not be read`);
  if (failed > 0 && !call.options.has('status')) yield* complain(call, `WARNING: ${failed} computed ${plural(failed, 'checksum')} did NOT match`);
  if (call.options.has('ignore-missing') && verified === 0) return yield* complain(call, `${call.operands[0] ?? '-'}: no file was verified`);
  return good && failed === 0 && unread === 0 && !(wrong > 0 && call.options.has('strict')) ? 0 : 1;
}

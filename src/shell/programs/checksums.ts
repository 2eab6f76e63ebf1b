/** md5sum, sha1sum, sha256sum, sha512sum: digests of files, and -c to check them. */
import { createHasher, type Algorithm } from '../../base/index.ts';
import { ByteReader, eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, plural, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const hexDigits: Readonly<Record<Algorithm, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

function checksum(algorithm: Algorithm): Tool {
  return {
    usage: '[OPTION]... [FILE]...',
    options: { flags: 'bctwz', long: { check: 'c', binary: 'b', text: 't', quiet: 'quiet', status: 'status', tag: 'tag' } },
    *run(call) {
      if (call.options.has('c')) return yield* check(call, algorithm);
      const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
        const digest = yield* digestOf(algorithm, fd);
        yield* print(call.options.has('tag') ? `${algorithm.toUpperCase()} (${name}) = ${digest}\n` : `${digest} ${call.options.has('b') ? '*' : ' '}${name}\n`);
      });
      return good ? 0 : 1;
    },
  };
}

function* digestOf(algorithm: Algorithm, fd: number): ToolRun<string> {
  const hasher = createHasher(algorithm);
  const reader = new ByteReader(fd);
  for (;;) {
    const chunk = yield* reader.next();
    if (chunk === null) return hasher.hex();
    hasher.update(chunk);
  }
}

function* check(call: ToolCall, algorithm: Algorithm): ToolRun {
  let failed = 0;
  let unread = 0;
  let wrong = 0;
  const good = yield* eachInput(call, call.operands, function* ({ fd }) {
    for (const line of yield* readAllLines(fd)) {
      const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line);
      if (!match || match[1]!.length !== hexDigits[algorithm]) {
        wrong++;
        continue;
      }
      const name = match[2]!;
      const opened = tried(() => call.p.open(name));
      if ('error' in opened) {
        unread++;
        yield* complain(call, `${name}: ${reason(opened.error)}`);
        yield* print(`${name}: FAILED open or read\n`);
        continue;
      }
      const same = (yield* digestOf(algorithm, opened.value)) === match[1]!.toLowerCase();
      call.p.close(opened.value);
      if (!same) failed++;
      if (!call.options.has('status') && !(same && call.options.has('quiet'))) yield* print(`${name}: ${same ? 'OK' : 'FAILED'}\n`);
    }
  });
  if (wrong > 0) yield* complain(call, `WARNING: ${wrong} ${plural(wrong, 'line')} ${wrong === 1 ? 'is' : 'are'} improperly formatted`);
  if (unread > 0) yield* complain(call, `WARNING: ${unread} listed ${plural(unread, 'file')} could not be read`);
  if (failed > 0 && !call.options.has('status')) yield* complain(call, `WARNING: ${failed} computed ${plural(failed, 'checksum')} did NOT match`);
  return good && failed === 0 && unread === 0 ? 0 : 1;
}

export const md5sum = checksum('md5');
export const sha1sum = checksum('sha1');
export const sha256sum = checksum('sha256');
export const sha512sum = checksum('sha512');

/** factor, cksum and cal: numbers taken apart, counted over, and the days of a month. */
import { epochOf, civilTime } from '../../base/index.ts';
import { eachInput, readAll, readAllLines } from '../tool/inputs.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

const FACTOR_MAX = 2 ** 53;

export const factor: Tool = {
  usage: '[NUMBER]...',
  options: { flags: 'h' },
  *run(call) {
    const words = call.operands.length > 0 ? call.operands : (yield* readAllLines(0)).flatMap((line) => line.trim().split(/\s+/)).filter((word) => word !== '');
    let code = 0;
    for (const word of words) {
      const n = Number(word);
      if (!/^\+?\d+$/.test(word)) code = yield* complain(call, `‘${word}’ is not a valid positive integer`);
      else if (n >= FACTOR_MAX) code = yield* complain(call, `‘${word}’ is too large`);
      else yield* print(`${n}:${factorsOf(n).map((one) => ` ${one}`).join('')}\n`);
    }
    return code;
  },
};

function factorsOf(n: number): number[] {
  const factors: number[] = [];
  let left = n;
  for (let by = 2; by * by <= left; by += by === 2 ? 1 : 2) {
    while (left % by === 0) {
      factors.push(by);
      left /= by;
    }
  }
  return left > 1 ? [...factors, left] : factors;
}

export const cksum: Tool = {
  usage: '[OPTION]... [FILE]...',
  *run(call) {
    const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
      const bytes = yield* readAll(fd);
      yield* print(`${posixCrc(bytes)} ${bytes.length}${name === '-' ? '' : ` ${name}`}\n`);
    });
    return good ? 0 : 1;
  },
};

/** POSIX's own: the length follows the bytes, the lowest part first. */
function posixCrc(bytes: Uint8Array): number {
  let crc = 0;
  const take = (byte: number): void => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  };
  for (const byte of bytes) take(byte);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) take(length & 0xff);
  return ~crc >>> 0;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY_MS = 86_400_000;
const WIDTH = 20;

export const cal: Tool = {
  usage: '[[month] year]',
  options: { flags: 'y3ms1hj' },
  *run(call) {
    const { operands, options, p } = call;
    const now = civilTime(p.host.wallMs);
    const wholeYear = options.has('y') || operands.length === 1;
    const year = Number(operands.at(-1) ?? now.year);
    const month = operands.length > 1 ? Number(operands[0]) : now.month;
    if (!Number.isInteger(year) || year < 1 || year > 9999) return yield* complain(call, `year \`${operands.at(-1)!}' not in range 1..9999`);
    if (!Number.isInteger(month) || month < 1 || month > 12) return yield* complain(call, `${operands[0]!} is neither a month number (1..12) nor a name`);
    if (!wholeYear) {
      yield* print(`${monthOf(year, month, true).map((line) => line.trimEnd()).join('\n')}\n`);
      return 0;
    }
    let text = `${centred(String(year), WIDTH * 3 + 4)}\n`;
    for (let first = 1; first <= 12; first += 3) {
      const three = [0, 1, 2].map((i) => monthOf(year, first + i, false));
      for (let line = 0; line < 8; line++) text += `${three.map((lines) => (lines[line] ?? '').padEnd(WIDTH)).join('  ').trimEnd()}\n`;
    }
    yield* print(text);
    return 0;
  },
};

function centred(text: string, width: number): string {
  return ' '.repeat(Math.max(0, Math.floor((width - text.length) / 2))) + text;
}

function monthOf(year: number, month: number, withYear: boolean): string[] {
  const startMs = epochOf(year, month, 1);
  const days = Math.round((epochOf(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - startMs) / DAY_MS);
  const cells = [...Array.from({ length: civilTime(startMs).weekday }, () => '  '), ...Array.from({ length: days }, (_, i) => String(i + 1).padStart(2))];
  const weeks = Array.from({ length: 6 }, (_, week) => cells.slice(week * 7, week * 7 + 7).join(' '));
  return [centred(`${MONTHS[month - 1]!}${withYear ? ` ${year}` : ''}`, WIDTH), 'Su Mo Tu We Th Fr Sa', ...weeks];
}

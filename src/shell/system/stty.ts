/** stty and tput: how a terminal is set, and what it can do. */
import { TtyFile, type Tty } from '../../host/index.ts';
import { complain, print, refuse, type Tool, type ToolCall } from '../tool/tool.ts';

function terminalOf({ p }: ToolCall): Tty | undefined {
  const file = p.fds.get(0);
  return file instanceof TtyFile ? file.tty : undefined;
}

export const stty: Tool = {
  usage: '[-a|-g] [SETTING]...',
  options: { none: true },
  *run(call) {
    const words = call.operands;
    const strange = words.find((word) => word.startsWith('--'));
    if (strange !== undefined) return yield* refuse(call, `invalid argument ‘${strange}’`);
    const tty = terminalOf(call);
    if (!tty) return yield* complain(call, "'standard input': Inappropriate ioctl for device");
    if (words.length === 0 || words[0] === '-a') {
      const { canonical, echo, signals } = tty.mode;
      const flag = (on: boolean, name: string): string => `${on ? '' : '-'}${name}`;
      yield* print(`speed 38400 baud; ${words[0] === '-a' ? `rows ${tty.rows}; columns ${tty.cols}; ` : ''}line = 0;\n${words[0] === '-a' || !canonical || !echo || !signals ? `${flag(signals, 'isig')} ${flag(canonical, 'icanon')} ${flag(echo, 'echo')}\n` : ''}`);
      return 0;
    }
    if (words[0] === '-g') {
      yield* print(`${savedHead}${localFlags(tty.mode).toString(16)}${savedTail}\n`);
      return 0;
    }
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      const on = !word.startsWith('-');
      const name = word.replace(/^-/, '');
      const saved = SAVED.exec(word)?.[1];
      if (saved !== undefined) tty.setMode(modeOf(parseInt(saved, 16)));
      else if (name === 'size') yield* print(`${tty.rows} ${tty.cols}\n`);
      else if (name === 'echo') tty.setMode({ echo: on });
      else if (name === 'icanon' || name === 'cbreak') tty.setMode({ canonical: on === (name === 'icanon') });
      else if (name === 'isig') tty.setMode({ signals: on });
      else if (name === 'raw') tty.setMode({ canonical: !on, signals: !on });
      else if (name === 'sane' || name === 'cooked') tty.setMode({ canonical: true, echo: true, signals: true });
      else if ((name === 'rows' || name === 'cols' || name === 'columns') && /^\d+$/.test(words[i + 1] ?? '')) tty.resize(name === 'rows' ? Number(words[i + 1]) : tty.rows, name === 'rows' ? tty.cols : Number(words[++i]));
      else if (!/^\d+$/.test(word)) return yield* complain(call, `invalid argument ‘${word}’`);
    }
    return 0;
  },
};

/** What -g prints: numbers of a terminal's settings, of which those of `isig`, `icanon` and `echo` change. */
const savedHead = '500:5:bf:';
const savedTail = ':3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0';
const SAVED = /^[0-9a-f]{1,8}:[0-9a-f]{1,8}:[0-9a-f]{1,8}:([0-9a-f]{1,8})(?::[0-9a-f]{1,8}){32}$/;
const [ISIG, ICANON, ECHO, OTHERS] = [1, 2, 8, 0x8a30];

function localFlags({ signals, canonical, echo }: Tty['mode']): number {
  return OTHERS | (signals ? ISIG : 0) | (canonical ? ICANON : 0) | (echo ? ECHO : 0);
}

function modeOf(flags: number): Tty['mode'] {
  return { signals: (flags & ISIG) !== 0, canonical: (flags & ICANON) !== 0, echo: (flags & ECHO) !== 0 };
}

const capabilities: Readonly<Record<string, string>> = { clear: '\x1b[H\x1b[2J', bold: '\x1b[1m', dim: '\x1b[2m', smul: '\x1b[4m', rmul: '\x1b[24m', rev: '\x1b[7m', sgr0: '\x1b(B\x1b[m', civis: '\x1b[?25l', cnorm: '\x1b[?25h', home: '\x1b[H', el: '\x1b[K', bel: '\x07' };

export const tput: Tool = {
  usage: '[-T terminal] capability [parameter...]',
  usageCode: 2,
  options: { values: 'T', stopAtOperand: true },
  *run(call) {
    const [name = '', first = '0', second = '0'] = call.operands;
    const tty = call.p.tty;
    if (name === 'cols' || name === 'lines') yield* print(`${name === 'cols' ? (tty?.cols ?? 80) : (tty?.rows ?? 24)}\n`);
    else if (name === 'colors') yield* print('256\n');
    else if (name === 'setaf' || name === 'setab') yield* print(`\x1b[${name === 'setaf' ? 3 : 4}${first}m`);
    else if (name === 'cup') yield* print(`\x1b[${Number(first) + 1};${Number(second) + 1}H`);
    else if (Object.hasOwn(capabilities, name)) yield* print(capabilities[name]!);
    else return yield* complain(call, `unknown terminfo capability '${name}'`, 4);
    return 0;
  },
};

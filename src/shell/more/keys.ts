/** Keys of the terminal one by one, for programs that fill the screen. */
import { poll, read, type Process } from '../../host/index.ts';
import { decodeUtf8 } from '../../base/index.ts';
import type { ToolRun } from '../tool/tool.ts';

const named: Readonly<Record<string, string>> = { '\x1b[A': 'up', '\x1b[B': 'down', '\x1bOA': 'up', '\x1bOB': 'down', '\x1b[5~': 'page-up', '\x1b[6~': 'page-down', '\x1b[H': 'home', '\x1b[F': 'end', '\x1b[1~': 'home', '\x1b[4~': 'end' };

/** The terminal is raw while `body` runs, and as it was afterwards. */
export function* withKeys<T>(p: Process, body: (keys: Keys) => ToolRun<T>): ToolRun<T> {
  const { tty } = p;
  const fd = tty ? p.fds.add(tty.openFile()) : 0;
  const before = tty?.mode;
  tty?.setMode({ canonical: false, echo: false });
  try {
    return yield* body(new Keys(fd));
  } finally {
    if (before) tty?.setMode(before);
    if (tty) p.close(fd);
  }
}

export class Keys {
  private readonly fd: number;
  private waiting: string[] = [];

  constructor(fd: number) {
    this.fd = fd;
  }

  /** A character, or the name of a key that sends several; null when the terminal is gone; undefined when the time is over first. */
  *next(timeoutMs = Infinity): ToolRun<string | null | undefined> {
    if (this.waiting.length === 0) {
      if (timeoutMs !== Infinity && (yield* poll([this.fd], timeoutMs)) === undefined) return undefined;
      const bytes = yield* read(this.fd);
      if (bytes === null) return null;
      this.waiting = divide(decodeUtf8(bytes));
    }
    return this.waiting.shift();
  }
}

function divide(text: string): string[] {
  const keys: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const sequence = Object.keys(named).find((one) => rest.startsWith(one));
    const key = sequence ?? String.fromCodePoint(rest.codePointAt(0)!);
    keys.push(named[key] ?? key);
    rest = rest.slice(key.length);
  }
  return keys;
}

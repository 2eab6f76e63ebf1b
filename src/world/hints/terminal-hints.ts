/** Watches what terminals are told and what they print, and says a hint when a command that slipped has ended. It only looks. */
import { decodeUtf8 } from '../../base/index.ts';
import type { HintArgs, HintCode } from '../../client/index.ts';
import type { FileView } from '../../host/index.ts';
import { atPrompt, type Terminal, type Terminals } from '../terminals.ts';
import { slipOf, type Surroundings } from './terminal-slips.ts';

const KEPT_BYTES = 8_192; // of what a command has printed first: errors of floods are not looked for

interface Said {
  readonly line: string;
  chunks: Uint8Array[];
  bytes: number;
}

export class TerminalHints {
  private readonly terminals: Terminals;
  private readonly post: (tty: string, code: HintCode, args: HintArgs) => void;
  private readonly said = new Map<Terminal, Said>(); // since its last line, until its command has ended

  constructor(terminals: Terminals, post: (tty: string, code: HintCode, args: HintArgs) => void) {
    this.terminals = terminals;
    this.post = post;
    terminals.observer = {
      typed: (terminal, line) => void (line.trim() !== '' && this.said.set(terminal, { line, chunks: [], bytes: 0 })),
      printed: (terminal, bytes) => this.keep(terminal, bytes),
    };
  }

  /** To be called now and then: says what is to be said of commands that have ended. */
  look(): void {
    for (const [terminal, { line, chunks }] of this.said) {
      if (!atPrompt(terminal)) continue;
      this.said.delete(terminal);
      const slip = slipOf(chunks.map(decodeUtf8).join(''), around(terminal, line));
      if (slip && this.terminals.get(terminal.name) === terminal) this.post(terminal.name, slip.code, slip.args);
    }
  }

  private keep(terminal: Terminal, bytes: Uint8Array): void {
    const said = this.said.get(terminal);
    if (!said || said.bytes > KEPT_BYTES) return;
    said.chunks.push(bytes.slice());
    said.bytes += bytes.length;
  }
}

function around({ shell }: Terminal, line: string): Surroundings {
  return {
    line,
    fullMemoryBytes: shell.host.disk.space.fullMemoryBytes,
    commands: () => (shell.env.get('PATH') ?? '').split(':').flatMap((folder) => namesIn(shell.files, folder)),
    files: (folder) => namesIn(shell.files, folder),
  };
}

function namesIn(files: FileView, folder: string): readonly string[] {
  return files.exists(folder) && files.stat(folder).kind === 'dir' ? files.readdir(folder) : [];
}

/** Programs that run programs: find -exec, xargs, timeout, watch. */
import { FileError } from '../../files/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { growMemory, NullFile, readFrom, waitPid, type ExitStatus, type OpenFile, type Process } from '../../host/index.ts';
import { baseName, complain, type ToolCall, type ToolRun } from './tool.ts';

export interface ProgramOptions {
  readonly fds?: readonly (OpenFile | undefined)[];
  readonly env?: ReadonlyMap<string, string>;
  readonly pgid?: number;
}

/** Its exit code; 127 when there is no such program, 126 when it cannot be run. */
export function* runProgram(call: ToolCall, argv: readonly string[], options: ProgramOptions = {}): ToolRun {
  const child = startProgram(call, argv, options);
  if (typeof child === 'number') return yield* explain(call, argv[0] ?? '', child);
  const status: ExitStatus = yield waitPid(child.pid);
  return status.code;
}

/** What it prints, errors too unless they go elsewhere, and its exit code. */
export function* outputOf(call: ToolCall, argv: readonly string[], options: { readonly stdin?: OpenFile; readonly stderr?: OpenFile } = {}): ToolRun<{ text: string; code: number }> {
  const [reader, writer] = call.p.makePipe();
  reader.hold();
  let held = 0;
  try {
    const child = startProgram(call, argv, { fds: [options.stdin ?? new NullFile(), writer, options.stderr ?? writer] });
    if (typeof child === 'number') return { text: `${call.name}: ${argv[0]!}: No such file or directory\n`, code: child };
    let text = '';
    for (;;) {
      const chunk: Uint8Array | null = yield readFrom(reader);
      if (chunk === null) break;
      growMemory(call.p, chunk.length);
      held += chunk.length;
      text += textOfBytes(chunk);
    }
    return { text, code: (yield* waitPid(child.pid))?.code ?? 0 };
  } finally {
    reader.release();
    growMemory(call.p, -held);
  }
}

export function startProgram(call: ToolCall, argv: readonly string[], options: ProgramOptions = {}): Process | 126 | 127 {
  const path = call.p.findProgram(argv[0] ?? '');
  if (path === undefined) return call.p.files.exists(argv[0] ?? '') && (argv[0] ?? '').includes('/') ? 126 : 127;
  try {
    return call.p.spawn(path, argv, options);
  } catch (error) {
    if (error instanceof FileError) return error.code === 'ENOENT' ? 127 : 126;
    throw error;
  }
}

export function* explain(call: ToolCall, name: string, code: 126 | 127): ToolRun {
  const why = code === 127 ? 'No such file or directory' : 'Permission denied';
  return yield* complain(call, explainWords(call, name, why), code);
}

function explainWords(call: ToolCall, name: string, why: string): string {
  if (call.flavour === 'busybox') return `can't execute '${name}': ${why}`;
  const program = baseName(call.name);
  if (program === 'timeout') return `failed to run command ‘${name}’: ${why}`;
  if (program === 'find') return `‘${name}’: ${why}`;
  return `${name}: ${why}`;
}

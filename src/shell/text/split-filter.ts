/** A shell command that reads bytes from its standard input: split --filter. */
import { isRefusal, waitPid, writeTo, type ExitStatus } from '../../host/index.ts';
import { explain, startProgram } from '../tool/run-program.ts';
import type { ToolCall, ToolRun } from '../tool/tool.ts';

/** Its exit code. */
export function* filterInto(call: ToolCall, command: string, env: ReadonlyMap<string, string>, bytes: Uint8Array): ToolRun {
  const { p } = call;
  const [reader, writer] = p.makePipe();
  reader.hold();
  writer.hold();
  const child = startProgram(call, ['sh', '-c', command], { fds: [reader, p.fds.get(1), p.fds.get(2)], env });
  reader.release();
  if (typeof child === 'number') {
    writer.release();
    return yield* explain(call, 'sh', child);
  }
  const outer = p.on('SIGPIPE', 'ignore');
  try {
    yield writeTo(writer, bytes);
  } catch (error) {
    if (!isRefusal(error)) throw error; // it has read as much as it wanted
  }
  writer.release();
  p.on('SIGPIPE', outer);
  const status: ExitStatus = yield waitPid(child.pid);
  return status.code;
}

/** A command in a container for somebody far away: with streams, or with a terminal of its own. */
import { channels, randomHex, type Call, type Request } from '../../base/index.ts';
import { makePipe, type ExitStatus, type Host, type OpenFile, type Process, type Tty } from '../../host/index.ts';
import type { ExecSpec } from '../runtime/container-spec.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { ChannelCall, exited, failed } from './channel-call.ts';

/** `exec` throws RuntimeError. The request says which streams are wanted: input, output, error, tty. */
export function streamExec(host: Host, exec: (spec: ExecSpec, onExit: (status: ExitStatus) => void) => Process, request: Request, call: Call): void {
  const asked = (stream: string) => request.query.get(stream)?.[0] === '1';
  const argv = request.query.get('command') ?? [];
  const streams = new ChannelCall(call);
  const wantsTty = asked('tty');
  const tty = wantsTty ? host.openTty() : undefined;
  streams.followMode(request, tty);
  const input = asked('input') && !tty ? makePipe(host.nextFileId()) : undefined;
  const writer = input?.[1].hold();
  const outputs = tty ? undefined : { out: makePipe(host.nextFileId()), err: makePipe(host.nextFileId()) };
  tty?.onOutput((bytes) => streams.write(channels.stdout, bytes.slice()));
  let process: Process;
  try {
    const spec = { argv, ...(tty ? { tty } : { ...(input && { stdin: input[0] }), stdout: outputs!.out[1], stderr: outputs!.err[1] }) };
    process = exec(spec, (status) => {
      if (tty) host.closeTty(tty);
      streams.finish(exited(status.code));
    });
    if (request.cause !== 0) process.cause = request.cause; // it works for whoever asked, not for the server
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (tty) host.closeTty(tty);
    const id = randomHex(() => host.random.next(), 64);
    streams.finish(failed(`error executing command in container: failed to exec in container: failed to start exec "${id}": ${error.message}`));
    return;
  }
  if (outputs) {
    streams.pump(channels.stdout, outputs.out[0].hold());
    streams.pump(channels.stderr, outputs.err[0].hold());
  }
  streams.onInput({ input: (bytes) => take(bytes, tty, writer, () => streams.acceptInput()), resize: (cols, rows) => resize(tty, cols, rows) });
  streams.onClose(() => {
    if (tty) host.closeTty(tty);
    writer?.release();
    if (!process.ended) host.kernel.send(process, 'SIGKILL');
  });
}

function resize(tty: Tty | undefined, cols: number, rows: number): void {
  if (!tty) return;
  tty.cols = cols;
  tty.rows = rows;
}

/** False when the command is behind with reading; what it has not taken follows when it can. */
function take(bytes: Uint8Array | null, tty: Tty | undefined, writer: OpenFile | undefined, more: () => void): boolean {
  if (tty) {
    if (bytes === null) tty.eof();
    else tty.key(bytes);
    return true;
  }
  if (!writer) return true;
  if (bytes === null) {
    writer.release();
    return true;
  }
  return push(bytes, writer, more);
}

function push(bytes: Uint8Array, writer: OpenFile, more: () => void): boolean {
  try {
    const taken = writer.write(bytes);
    if (taken === bytes.length) return true;
    writer.onWritable(() => {
      if (push(bytes.subarray(taken), writer, more)) more();
    });
    return false;
  } catch {
    return true; // it has closed its input
  }
}

/** Reading, writing and waiting for either: the system calls over open files. */
import { encodeUtf8 } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { SystemError } from '../errors.ts';
import { COST_PER_KIB_US, SystemCall } from '../syscall.ts';
import type { OpenFile } from './open-file.ts';
import type { Process } from './process.ts';
import { TtyFile } from './tty.ts';

const READ_MAX = 65_536;

/** Bytes, as soon as there are any; null at the end of the file. */
export function read(fd: number, max = READ_MAX): SystemCall<Uint8Array | null> {
  return new SystemCall('read', (process, done, fail) => {
    const file = process.fds.get(fd);
    if (!file) return fail(new SystemError('EBADF', 'read'));
    return readFile(process, file, max, done, fail);
  });
}

/** All of it, waiting as often as the other side is behind. EPIPE raises SIGPIPE first. */
export function write(fd: number, data: Uint8Array | string): SystemCall<void> {
  return new SystemCall('write', (process, done, fail) => {
    const file = process.fds.get(fd);
    if (!file) return fail(new SystemError('EBADF', 'write'));
    return writeFile(process, file, typeof data === 'string' ? encodeUtf8(data) : data, done, fail);
  });
}

/** The same over an open file that no descriptor stands for. */
export function readFrom(file: OpenFile, max = READ_MAX): SystemCall<Uint8Array | null> {
  return new SystemCall('read', (process, done, fail) => readFile(process, file, max, done, fail));
}

export function writeTo(file: OpenFile, data: Uint8Array | string): SystemCall<void> {
  return new SystemCall('write', (process, done, fail) =>
    writeFile(process, file, typeof data === 'string' ? encodeUtf8(data) : data, done, fail),
  );
}

/** The first of the descriptors that a read would not wait for; undefined when the time is over first. */
export function poll(fds: readonly number[], timeoutMs = Infinity): SystemCall<number | undefined> {
  return new SystemCall('poll', (process, done, fail) => {
    const cancels: Cancel[] = [];
    const settle = (fd: number | undefined) => {
      for (const cancel of cancels) cancel();
      done(fd);
    };
    for (const fd of fds) {
      const file = process.fds.get(fd);
      if (!file) return fail(new SystemError('EBADF', 'poll'));
      if (file.readable) return done(fd);
    }
    if (timeoutMs === 0) return done(undefined);
    for (const fd of fds) cancels.push(process.fds.get(fd)!.onReadable(() => settle(fd)));
    cancels.push(process.host.clock.after(timeoutMs, process.name, () => settle(undefined)));
    return () => cancels.forEach((cancel) => cancel());
  });
}

function readFile(
  process: Process,
  file: OpenFile,
  max: number,
  done: (bytes: Uint8Array | null) => void,
  fail: (error: Error) => void,
): Cancel | void {
  let cancel: Cancel | void;
  let waited = false;
  const attempt = () => {
    try {
      if (file instanceof TtyFile && !file.tty.admitRead(process)) {
        cancel = process.onContinue(attempt);
        return;
      }
      const bytes = file.read(max);
      if (bytes === undefined) {
        waited = true;
        cancel = file.onReadable(attempt);
        return;
      }
      if (waited && file.kind === 'tty') process.owedUs = 0; // the person at the terminal took the time, even when the clock did not move
      else if (bytes) process.charge((bytes.length >> 10) * COST_PER_KIB_US);
      done(bytes);
    } catch (error) {
      fail(error as Error);
    }
  };
  attempt();
  return () => cancel?.();
}

function writeFile(process: Process, file: OpenFile, data: Uint8Array, done: () => void, fail: (error: Error) => void): Cancel | void {
  let left = data;
  let cancel: Cancel | void;
  const attempt = () => {
    try {
      for (;;) {
        const taken = file.write(left);
        process.charge((taken >> 10) * COST_PER_KIB_US);
        if (taken === left.length) return done();
        if (taken === 0) break; // only now is it sure that somebody will wake us: a reader may have emptied it meanwhile
        left = left.subarray(taken);
      }
      cancel = file.onWritable(attempt);
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EPIPE') process.host.kernel.raise(process, 'SIGPIPE');
      fail(error as Error);
    }
  };
  attempt();
  return () => cancel?.();
}

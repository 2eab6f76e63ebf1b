/** Reading a stream that may be too late: the next bytes, its end, or the deadline. */
import { until, type OpenFile, type Process, type SystemCall } from '../../../host/index.ts';

/** Null at the end; 'late' when the clock reaches `deadlineMs` first. */
export function readBefore(p: Process, stream: OpenFile, deadlineMs: number | undefined): SystemCall<Uint8Array | null | 'late'> {
  return until<Uint8Array | null | 'late'>((wake, fail) => {
    let stopReading: (() => void) | undefined;
    let stopTimer: (() => void) | undefined;
    const attempt = (): void => {
      try {
        const bytes = stream.read(65_536);
        if (bytes === undefined) {
          stopReading = stream.onReadable(attempt);
          return;
        }
        stopTimer?.();
        wake(bytes);
      } catch (error) {
        stopTimer?.();
        fail(error as Error);
      }
    };
    attempt();
    if (stopReading && deadlineMs !== undefined) {
      stopTimer = p.host.clock.after(Math.max(0, deadlineMs - p.host.clock.now), 'kubectl', () => {
        stopReading?.();
        wake('late');
      });
    }
    return () => {
      stopReading?.();
      stopTimer?.();
    };
  });
}

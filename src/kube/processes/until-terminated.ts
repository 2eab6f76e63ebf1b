/** How a component waits for its end: as PID 1 of a container it would not die of a SIGTERM that it did not listen for. */
import { until, type Process, type Syscall } from '../../host/index.ts';

export function* untilTerminated(p: Process): Generator<Syscall, number> {
  yield until((wake) => {
    p.on('SIGTERM', () => wake());
    p.on('SIGINT', () => wake());
  });
  return 0;
}

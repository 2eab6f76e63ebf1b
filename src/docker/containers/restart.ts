/** Restart policies: whether a container that has ended is started again, and after how long. */
import type { ContainerRecord } from '../../containers/index.ts';
import type { DockerEngine } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

const FIRST_DELAY_MS = 100;
const DELAY_MAX_MS = 60_000;
/** Whoever ran for so long begins anew with the first delay. */
const HELD_MS = 10_000;

export function wantsRestart(container: DockerContainer, record: ContainerRecord): boolean {
  if (container.manuallyStopped || container.removing) return false;
  const { Name = 'no', MaximumRetryCount = 0 } = container.hostConfig.RestartPolicy ?? {};
  if (Name === 'always' || Name === 'unless-stopped') return true;
  if (Name !== 'on-failure' || record.status.exitCode === 0) return false;
  return MaximumRetryCount === 0 || container.restartCount < MaximumRetryCount;
}

export function restartLater(engine: DockerEngine, container: DockerContainer, record: ContainerRecord): void {
  if (record.status.finishedMs - record.status.startedMs >= HELD_MS) container.failures = 0;
  const delayMs = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** container.failures);
  container.failures++;
  container.restarting = true;
  const cancel = engine.host.clock.after(delayMs, 'dockerd', () => {
    container.cancelRestart = () => {};
    if (engine.daemon === undefined || !container.restarting) return;
    container.restartCount++;
    try {
      engine.lifecycle.launch(container);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  });
  container.cancelRestart = () => {
    cancel();
    container.restarting = false;
    container.cancelRestart = () => {};
  };
}

/** pause: holds a pod's namespaces open. As PID 1 of a shared PID namespace it reaps what is orphaned there. */
import { until, type Program } from '../../host/index.ts';

export const pauseProgram: Program = function* pauseContainer(p) {
  p.on('SIGCHLD', 'ignore'); // the kernel reaps for those who ignore it
  yield until((wake) => {
    const stop = () => wake();
    p.on('SIGINT', stop);
    p.on('SIGTERM', stop);
  });
  return 0;
};

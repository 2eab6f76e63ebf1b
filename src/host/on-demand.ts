/** The code behind `machineCode`: what a machine does for those who work on it. */
export { CgroupFs } from './cgroups/cgroup-fs.ts';
export { killOverLimit, pressMemory } from './cpu/out-of-memory.ts';
export { CpuScheduler } from './cpu/cpu-scheduler.ts';
export { Fifos } from './mounts/fifos.ts';
export { serveSocket } from './init/serve-socket.ts';
export { openAt } from './mounts/open-at.ts';
export { ProcFs } from './mounts/proc-fs.ts';
export { forward } from './network/forward.ts';
export { handRoute, handStep, sourceOn } from './network/hand-routes.ts';
export { rawDoor } from './network/http-over-raw.ts';
export { serveText } from './network/http-text.ts';
export { neighbourOn } from './network/link.ts';
export { resolveName } from './network/resolve-name.ts';
export { socketPair } from './network/socket.ts';
export { readFrom, write, writeTo } from './process/io-calls.ts';
export { makePipe } from './process/pipe.ts';
export { deliverPending, send, sendGroup, sendTo, tellParent } from './process/signalling.ts';
export { Tty } from './process/tty.ts';

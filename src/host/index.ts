/** host: a Linux machine: processes and signals, namespaces, cgroups and CPU, mounts, terminals, its network, init. Programs are generators that yield system calls. */
export { Host, type HostFacts, type HostOptions, type NewNamespaces } from './host.ts';
export { errorCode, isRefusal, NetError, netWords, SystemError, type NetErrorCode } from './errors.ts';
export { pause, SystemCall, tick, until, type Program, type Syscall } from './syscall.ts';
export type { ExitCode } from '../base/index.ts';
export { edit, type EditorPort, type EditOutcome } from './editor.ts';

export { machineCode } from './machine-code.ts';
export { Process, type ExitStatus, type ProcessState, type SpawnOptions } from './process/process.ts';
export { OnDemandDoor } from './network/on-demand-door.ts';
export { accept, connectTo, dial, dialRaw, request, Response, targetText, type RequestInit, type Target } from './network/request.ts';
export { burn, cpu, growMemory, memory, sleep, waitPid, type WaitOptions } from './process/time-calls.ts';
export { poll, read, readFrom, write, writeTo } from './process/io-calls.ts';
export { FdTable, OpenFile, Waiters, type FileKind } from './process/open-file.ts';
export { ByteQueue, PIPE_BYTES } from './process/byte-queue.ts';
export { makePipe, PipeReader, PipeWriter } from './process/pipe.ts';
export { NullFile, SinkFile } from './process/sink-file.ts';
export { Tty, TtyFile, type TtyMode, type TtySink } from './process/tty.ts';
export { defaultAction, parseSignal, signalNames, signalNumber, type Disposition, type Signal, type SignalHandler } from './process/signals.ts';
export { become, executableMark, executableText, programIn } from './process/executable.ts';
export { stateLetter } from './process/state-letter.ts';
export { stopAtCrash } from './process/crash.ts';
export { ProgramTable } from './process/program-table.ts';
export { namespaceKinds, type CgroupNamespace, type IdMap, type IpcNamespace, type NamespaceKind, type Namespaces, type UserNamespace, type UtsNamespace } from './process/namespaces.ts';
export { PidNamespace } from './process/pid-namespace.ts';

export { CgroupFs } from './cgroups/cgroup-fs.ts';
export { transfer } from './cgroups/block-io.ts';
export { hierarchies } from './cgroups/hierarchies.ts';
export { allCapabilities, capabilityMask, containerCapabilities, parseCapability, type Capability } from './process/capabilities.ts';
export { Cgroup, DEFAULT_WEIGHT, type CgroupLimits, type CpuLimits } from './cpu/cgroup.ts';

export { FileView, type OpenFlags, type Stat, type WriteOptions } from './mounts/file-view.ts';
export { Mount, MountNamespace, type LazyMounts, type MountSource, type MountSpec } from './mounts/mount-namespace.ts';
export { ProcFs } from './mounts/proc-fs.ts';
export { cgroupPath, mountLine, mountOptions } from './mounts/proc-process.ts';
export { memoryOf } from './mounts/proc-machine.ts';
export { cgroupMounts, devices, emptySys, lateMount, procMount } from './mounts/standard-mounts.ts';
export { bindMount, changeRoot, mountFileSystem, moveMount, pivotRoot, remount, setPropagation, unmount } from './mounts/mount-calls.ts';
export { deviceOf, shownMounts, type ShownMount } from './mounts/mount-table.ts';
export { propagationText, type Propagation } from './mounts/peer-group.ts';
export { namespaceAt, NsFs } from './mounts/ns-fs.ts';
export { RegularFile } from './mounts/regular-file.ts';
export { lockOf, type FileLock } from './mounts/file-locks.ts';

export { Cidr, formatAddress, isLoopback, parseAddress } from './network/address.ts';
export { addAddress, addLink, addRoute, linkNamed, moveLink, removeAddress, removeLink, removeRoute, renameLink, setLinkMaster, setLinkUp } from './network/net-calls.ts';
export { devicesOf, type NetDevice } from './network/net-devices.ts';
export { neighboursOf } from './network/neighbours.ts';
export { handRoute, networkOf, routesOf, sourceOn } from './network/hand-routes.ts';
export { Bridge, macOf } from './network/bridge.ts';
export { Listener, type DnsAnswer, type DnsHandler, type DnsQuestion, type DnsRecord, type ListenOptions } from './network/listener.ts';
export { NatTable, type NatRule, type NatTarget, type Protocol } from './network/nat.ts';
export { findWay, isObstacle } from './network/way.ts';
export { NetNamespace, type Interface } from './network/net-namespace.ts';
export { NetStack, type PacketFilter, type Route } from './network/net-stack.ts';
export { Network, SILENCE_MAX_MS, type NetworkOptions, type RequestSeen } from './network/network.ts';
export { askDns, resolve, resolveName } from './network/resolve-name.ts';
export { ping, type Echo } from './network/ping.ts';
export { Socket } from './network/socket.ts';

export { Init } from './init/init.ts';
export { Journal, LineCutter, type JournalLine } from './init/journal.ts';
export type { UnitSpec, UnitState, UnitStatus } from './init/unit.ts';

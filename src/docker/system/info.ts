/** What `docker version` and `docker info` tell of the engine and its machine. */
import { formatRfc3339Nano, sha256Hex } from '../../base/index.ts';
import type { DockerEngine } from '../engine.ts';
import { driverRoot, type StorageDriver } from './driver-folders.ts';

export function versionDocument({ release, host, platform }: DockerEngine): object {
  const { facts } = host;
  return {
    Platform: { Name: platform },
    Components: [
      {
        Name: 'Engine',
        Version: release.version,
        Details: { ApiVersion: release.apiVersion, Arch: facts.architecture, BuildTime: release.buildTime, Experimental: 'false', GitCommit: release.gitCommit, GoVersion: release.goVersion, KernelVersion: facts.kernelRelease, MinAPIVersion: release.minApiVersion, Os: 'linux' },
      },
      { Name: 'containerd', Version: release.containerd, Details: { GitCommit: '05044ec0a9a75232cad458027ca83437aae3f4da' } },
      { Name: 'runc', Version: release.runc, Details: { GitCommit: `v${release.runc}-0-g59923ef` } },
      { Name: 'docker-init', Version: release.init, Details: { GitCommit: 'de40ad0' } },
    ],
    Version: release.version,
    ApiVersion: release.apiVersion,
    MinAPIVersion: release.minApiVersion,
    GitCommit: release.gitCommit,
    GoVersion: release.goVersion,
    Os: 'linux',
    Arch: facts.architecture,
    KernelVersion: facts.kernelRelease,
    BuildTime: release.buildTime,
  };
}

function driverStatus(driver: StorageDriver): readonly (readonly [string, string])[] {
  if (driver === 'aufs') return [['Root Dir', driverRoot(driver)], ['Backing Filesystem', 'extfs'], ['Dirperm1 Supported', 'true']];
  return [
    ['Backing Filesystem', 'extfs'],
    ['Supports d_type', 'true'],
    ['Using metacopy', 'false'],
    ['Native Overlay Diff', 'true'],
    ['userxattr', 'false'],
  ];
}

export function infoDocument({ containers, runtime, release, host }: DockerEngine): object {
  const { all } = containers;
  const { facts } = host;
  return {
    ID: daemonId(host.name),
    Containers: all.length,
    ContainersRunning: all.filter((c) => c.isRunning && !c.isPaused).length,
    ContainersPaused: all.filter((c) => c.isPaused).length,
    ContainersStopped: all.filter((c) => !c.isRunning).length,
    Images: runtime.images.list().length,
    Driver: release.storageDriver,
    DriverStatus: driverStatus(release.storageDriver),
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
      Authorization: null,
      Log: ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    },
    ...capabilities,
    Debug: false,
    NFd: 27,
    OomKillDisable: false,
    NGoroutines: 46,
    SystemTime: formatRfc3339Nano(host.wallMs),
    LoggingDriver: 'json-file',
    CgroupDriver: facts.cgroupVersion === 2 ? 'systemd' : 'cgroupfs',
    CgroupVersion: String(facts.cgroupVersion),
    NEventsListener: 0,
    KernelVersion: facts.kernelRelease,
    OperatingSystem: facts.osImage,
    OSVersion: '24.04',
    OSType: 'linux',
    Architecture: facts.architecture === 'arm64' ? 'aarch64' : 'x86_64',
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: { InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'], IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } }, Mirrors: [] },
    NCPU: facts.cores,
    MemTotal: facts.memoryBytes,
    GenericResources: null,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: host.name,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: release.version,
    Runtimes: { 'io.containerd.runc.v2': { path: 'runc' }, runc: { path: 'runc' } },
    DefaultRuntime: 'runc',
    Swarm: { NodeID: '', NodeAddr: '', LocalNodeState: 'inactive', ControlAvailable: false, Error: '', RemoteManagers: null },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: '05044ec0a9a75232cad458027ca83437aae3f4da' },
    RuncCommit: { ID: `v${release.runc}-0-g59923ef` },
    InitCommit: { ID: 'de40ad0' },
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
    Warnings: null,
  };
}

const capabilities = { MemoryLimit: true, SwapLimit: true, CpuCfsPeriod: true, CpuCfsQuota: true, CPUShares: true, CPUSet: true, PidsLimit: true, IPv4Forwarding: true };

/** In the form of a UUID, the same for a host of the same name. */
function daemonId(name: string): string {
  const hex = sha256Hex(`docker ${name}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

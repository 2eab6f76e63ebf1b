/** What a container may use, from the API's numbers to those of a control group, and which numbers are refused. */
import type { CgroupLimits, Host } from '../../host/index.ts';
import { badRequest } from '../errors.ts';
import type { HostConfig } from './container-config.ts';

const MEMORY_MIN_BYTES = 6 * 1024 * 1024;
const PERIOD_US = 100_000;
const NANOS = 1_000_000_000;

export function limitsOf(config: HostConfig): CgroupLimits {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0, CpuShares = 0, Memory = 0, PidsLimit, CpusetCpus = '' } = config;
  return {
    ...(CpuShares > 0 ? { weight: CpuShares } : {}),
    ...(NanoCpus > 0 ? { quotaUs: Math.floor((NanoCpus / NANOS) * PERIOD_US), periodUs: PERIOD_US } : {}),
    ...(CpuQuota > 0 ? { quotaUs: CpuQuota, periodUs: CpuPeriod || PERIOD_US } : {}),
    ...(CpusetCpus === '' ? {} : { cpuset: coresOf(CpusetCpus) ?? [] }),
    ...(Memory > 0 ? { memoryBytes: Memory } : {}),
    ...(typeof PidsLimit === 'number' && PidsLimit > 0 ? { pids: PidsLimit } : {}),
  };
}

export function checkLimits(config: HostConfig, host: Host): void {
  const { Memory = 0, MemorySwap = 0, NanoCpus = 0, CpuQuota = 0, CpusetCpus = '' } = config;
  const { cores } = host.facts;
  if (Memory > 0 && Memory < MEMORY_MIN_BYTES) throw badRequest('Minimum memory limit allowed is 6MB');
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory) throw badRequest('Minimum memoryswap limit should be larger than memory limit, see usage');
  if (Memory === 0 && MemorySwap > 0) throw badRequest('You should always set the Memory limit when using Memoryswap limit, see usage');
  if (NanoCpus > 0 && CpuQuota > 0) throw badRequest('Conflicting options: Nano CPUs and CPU Quota cannot both be set');
  if (NanoCpus < 0 || NanoCpus > cores * NANOS) throw badRequest(`range of CPUs is from 0.01 to ${cores}.00, as there are only ${cores} CPUs available`);
  if (CpuQuota > 0 && CpuQuota < 1000) throw badRequest('CPU cfs quota can not be less than 1ms (i.e. 1000)');
  if (CpusetCpus !== '') {
    const wanted = coresOf(CpusetCpus);
    if (!wanted) throw badRequest(`Invalid value ${CpusetCpus} for cpuset cpus`);
    if (wanted.some((core) => core >= cores)) throw badRequest(`Requested CPUs are not available - requested ${CpusetCpus}, available: ${cores === 1 ? '0' : `0-${cores - 1}`}`);
  }
}

/** "0-2,5": undefined when it is no such list. */
function coresOf(text: string): number[] | undefined {
  const cores: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
    if (!match) return undefined;
    for (let core = Number(match[1]); core <= Number(match[2] ?? match[1]); core++) cores.push(core);
  }
  return cores;
}

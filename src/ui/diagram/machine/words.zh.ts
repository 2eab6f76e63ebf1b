// 机器内部各视图的中文。
import type { machineEn } from './words.en.ts';

export const machineZh: typeof machineEn = {
  view: '显示机器的哪一面',
  views: { containers: '容器', processes: '进程', cgroups: '控制组' },
  own: '自己的命名空间',
  home: '机器自己的命名空间',
  noNamespaces: '内核没有命名空间',
  sharedNet: '同一个网络',
  shares: (kinds, name) => (kinds === '' ? `与 ${name} 没有共享` : `与 ${name} 共享 ${kinds}`),
  box: (name, own) => (own === '' ? name : `${name}，自有：${own}`),
  process: (command, pid, ownPid) => `${command}，进程 ${pid}${ownPid === pid ? '' : `，内部为 ${ownPid}`}`,
  inside: (pid) => `内部 ${pid}`,
  cpu: 'CPU',
  memory: '内存',
  processes: (n) => `${n} 个进程`,
  of: (used, limit) => `${used} / ${limit}`,
  weight: (n) => `权重 ${n}`,
  throttled: (percent) => `限流 ${percent} %`,
  oom: (n) => `因内存被杀：${n}`,
  frozen: '已冻结',
  covered: '被后来的挂载遮住',
  mount: (point, type, source) => `${point}：${type}，来自 ${source}`,
  from: (source, part) => (part === '' ? `来自 ${source}` : `来自 ${source} 中的 ${part}`),
  propagation: (kind) => `传播 ${kind}`,
  part: (path) => `其中的 ${path}`,
  gone: '进程已结束',
};

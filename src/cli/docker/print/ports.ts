/** "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp": ports as `docker ps` writes them, neighbours joined into ranges. */
import { compareBytes } from '../../../base/index.ts';

export interface Port {
  readonly IP?: string;
  readonly PrivatePort: number;
  readonly PublicPort?: number;
  readonly Type: string;
}

interface Range {
  readonly ip: string;
  readonly type: string;
  readonly inside: number;
  readonly outside: number; // 0 when it is only exposed
  length: number;
}

export function portsText(ports: readonly Port[]): string {
  const ranges: Range[] = [];
  const sorted = [...ports].sort((a, b) => compareBytes(a.IP ?? '', b.IP ?? '') || compareBytes(a.Type, b.Type) || a.PrivatePort - b.PrivatePort || (a.PublicPort ?? 0) - (b.PublicPort ?? 0));
  for (const { IP: ip = '', PrivatePort: inside, PublicPort: outside = 0, Type: type } of sorted) {
    const last = ranges.at(-1);
    const follows = last && last.ip === ip && last.type === type && last.inside + last.length === inside && (outside === 0 ? last.outside === 0 : last.outside + last.length === outside);
    if (follows) last.length++;
    else ranges.push({ ip, type, inside, outside, length: 1 });
  }
  return ranges.map(rangeText).join(', ');
}

function rangeText({ ip, type, inside, outside, length }: Range): string {
  const span = (first: number): string => (length > 1 ? `${first}-${first + length - 1}` : String(first));
  if (outside === 0) return `${span(inside)}/${type}`;
  return `${addressText(ip)}:${span(outside)}->${span(inside)}/${type}`;
}

export function addressText(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}

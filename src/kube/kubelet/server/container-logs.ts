/** What a container has printed, sent as the API asks for it: from where, how much, with times, and on as it comes. */
import { encodeUtf8, formatRfc3339Nano, parseRfc3339 } from '../../../base/index.ts';
import type { LogLine } from '../../../containers/index.ts';
import type { ContainerStatus, Pod } from '../../kinds/pod/pod.ts';
import type { ContainerCall, ServerParts } from './kubelet-door.ts';

/** The id of the container whose log is meant, or why there is none. */
export function logSource({ kubelet }: ServerParts, pod: Pod, name: string, previous: boolean): { readonly id: string } | { readonly refusal: string } {
  const status = kubelet.statuses.statusOf(pod.metadata.uid) ?? pod.status;
  const all = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
  const own = all.find((s) => s.name === name);
  const podName = pod.metadata.name;
  if (!own) return { refusal: `container "${name}" in pod "${podName}" is not available` };
  const { state = {}, lastState } = own;
  if (previous) {
    const id = idOf(lastState?.terminated?.containerID);
    return id ? { id } : { refusal: `previous terminated container "${name}" in pod "${podName}" not found` };
  }
  if (state.running || state.terminated) return { id: idOf(state.terminated?.containerID ?? own.containerID)! };
  const last = idOf(lastState?.terminated?.containerID);
  if (last) return { id: last };
  return { refusal: `container "${name}" in pod "${podName}" is waiting to start: ${waitingWords(own)}` };
}

function waitingWords({ state }: ContainerStatus): string {
  const reason = state?.waiting?.reason ?? '';
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
}

function idOf(text: string | undefined): string | undefined {
  return text?.replace(/^\w+:\/\//, '') || undefined;
}

export function sendLog({ parts, request, call }: ContainerCall, id: string, follow: boolean, timestamps: boolean): void {
  const container = parts.runtime.byId(id);
  call.head(200, { 'content-type': 'text/plain' });
  if (!container) {
    call.write(encodeUtf8(`unable to retrieve container logs for containerd://${id}`));
    call.end();
    return;
  }
  const { log } = container;
  const ask = (name: string) => request.query.get(name)?.[0];
  let left = Number(ask('limitBytes') ?? Infinity);
  let next = 0;
  const write = (lines: readonly LogLine[]): void => {
    for (const line of lines) {
      next = line.number + 1;
      if (left <= 0) return;
      const head = timestamps ? encodeUtf8(`${formatRfc3339Nano(line.atMs, 0, 'fixed')} `) : noBytes;
      const bytes = new Uint8Array(head.length + line.bytes.length);
      bytes.set(head);
      bytes.set(line.bytes, head.length);
      const sent = bytes.length > left ? bytes.slice(0, left) : bytes;
      left -= sent.length;
      call.write(sent);
    }
  };
  const all = since(log.lines(), ask('sinceSeconds'), ask('sinceTime'), parts.host.wallMs);
  const tail = ask('tailLines');
  if (all.length > 0) next = all.at(-1)!.number + 1;
  write(tail === undefined ? all : Number(tail) === 0 ? [] : all.slice(-Number(tail)));
  if (!follow || log.ended || left <= 0) return call.end();
  const cancel = log.onAdd(() => {
    write(log.lines(next));
    if (!log.ended && left > 0) return;
    cancel();
    call.end();
  });
  call.onClose(cancel);
}

function since(lines: readonly LogLine[], seconds: string | undefined, time: string | undefined, nowMs: number): readonly LogLine[] {
  const fromMs = seconds !== undefined ? nowMs - Number(seconds) * 1000 : time !== undefined ? (parseRfc3339(time) ?? 0) : undefined;
  return fromMs === undefined ? lines : lines.filter((line) => line.atMs >= fromMs);
}

const noBytes = new Uint8Array(0);

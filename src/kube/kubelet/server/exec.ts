/** A command in a container of a pod, for somebody far away. */
import { streamExec } from '../../../containers/index.ts';
import { badRequest } from '../../meta/api-status.ts';
import type { ContainerCall } from './kubelet-door.ts';

export function execIn({ parts, pod, container: name, request, call }: ContainerCall): void {
  const { host, runtime } = parts;
  const container = runtime.find(pod.metadata.uid, name);
  if (!container) throw badRequest(`container not found ("${name}")`);
  streamExec(host, (spec, onExit) => runtime.execProcess(container, spec, onExit), request, call);
}

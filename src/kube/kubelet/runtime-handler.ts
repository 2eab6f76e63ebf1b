/** Which of its ways the runtime is asked to run a pod in, and that it has but the usual one. */
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject } from '../meta/object.ts';
import type { KubeletContext } from './kubelet-context.ts';

/** Why it cannot; undefined when it can. */
export function handlerRefusal({ client }: KubeletContext, { spec }: Pod): string | undefined {
  const name = spec.runtimeClassName!;
  const found: (KubeObject & { readonly handler?: string }) | undefined = client.view.get(`runtimeclasses.node.k8s.io/${name}`);
  if (!found) return `failed to get RuntimeClass "${name}": runtimeclass.node.k8s.io "${name}" not found`;
  const { handler = '' } = found;
  return handler === '' || handler === 'runc' ? undefined : `rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "${handler}" is configured`;
}

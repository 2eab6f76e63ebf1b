/** What somebody has laid down for a namespace: bounds, quotas, presets and how safe pods must be. Applied to what is made in it. */
import type { Kind } from '../../kinds/kind.ts';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject, NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { applyPresets } from './pod-presets.ts';
import { checkPodSecurity } from './pod-security.ts';
import { applyLimits } from './limit-ranges.ts';
import { chargeQuotas } from './quotas.ts';

export function applyPolicies<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>, isDryRun: boolean): NewObject<T> {
  let result = object;
  if ((kind as unknown) === podKind) {
    let pod = object as unknown as NewObject<Pod>;
    pod = applyLimits(server, applyPresets(server, pod));
    checkPodSecurity(server, pod, server.store.get(`namespaces/${pod.metadata.namespace!}`) as Namespace | undefined);
    result = pod as unknown as NewObject<T>;
  }
  chargeQuotas(server, kind, result, isDryRun);
  return result;
}
